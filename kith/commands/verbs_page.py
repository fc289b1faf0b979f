"""Write the reference page of the verbs, from their own parsers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kith.commands.verbs import Verb

PAGE = Path("docs/reference/verbs.md")
HEAD = """# The verbs of `bin/kith`

<!-- Written from the parsers of the verbs by `bin/kith verbs page`; change those instead. -->

What an operator can ask for. `--help` after a verb says the same in the terminal. Each verb works as one role of the
database; the owner passes row security by, which is why only those that need it are given it."""
ROLES = {"app": "the application", "owner": "the owner"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, default=PAGE, help="the file to write")


def run(options: argparse.Namespace) -> int:
    options.to.write_text(reference_page(), encoding="utf-8")
    print(options.to)
    return 0


def reference_page() -> str:
    """The page as Markdown."""
    from kith.commands.verbs import VERBS

    return "\n\n".join([HEAD, *(part for verb in VERBS for part in _about(verb))]) + "\n"


def _about(verb: Verb) -> Iterator[str]:
    parser = verb.parser()
    yield f"## {verb.name}"
    yield verb.purpose
    actions = [one for one in parser._actions if not isinstance(one, argparse._HelpAction)]
    if actions:
        rows = [
            f"| {_form(one)} | {'yes' if one.required and one.nargs != '*' else ''} | {_meaning(one)} |"
            for one in actions
        ]
        yield "\n".join(["| Argument | Needed | What it is |", "| --- | --- | --- |", *rows])
    if parser.epilog:
        yield parser.epilog
    if verb.example:
        yield f"    bin/kith {verb.example}"
    yield f"Works as {ROLES[verb.role]}."


def _form(action: argparse.Action) -> str:
    """As it is typed: `--school LAESTAB`, `FILE ...`."""
    many = " ..." if action.nargs in ("+", "*") else ""
    if action.option_strings:
        value = "" if action.nargs == 0 else f" {_value(action)}"
        return f"`{', '.join(action.option_strings)}{value}{many}`"
    return f"`{_value(action)}{many}`"


def _value(action: argparse.Action) -> str:
    if isinstance(action.metavar, tuple):
        return " ".join(action.metavar)
    return action.metavar or action.dest.upper()


def _meaning(action: argparse.Action) -> str:
    said = (action.help or "") % vars(action)
    if action.choices is not None and action.metavar is None and not all(str(one) in said for one in action.choices):
        said += f"{'; ' if said else ''}one of: {', '.join(map(str, action.choices))}"
    if isinstance(action.default, str | Path) and str(action.default) and str(action.default) not in said:
        said += f" (left out: `{action.default}`)"
    return said.replace("|", "\\|")
