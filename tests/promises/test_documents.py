"""What the documents point at is there: files, scripts, commands; and each decision has a number of its own.

A command is read as an operator would type it: its verb, and every option and word after it, by the parser of the
command itself. A verb that stands alone in a sentence only has to be one.
"""

import argparse
import contextlib
import io
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench import __main__ as bench
from kith.commands.verbs import VERBS
from kith.commands.verbs import parse as parse_verb
from starter.run import arguments as arguments_of_run

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
SCRIPT = re.compile(r"\bbin/(run|kith|test|check|bench)\b")
# As it stands in a piece of code: to its end, or to the end of the line.
COMMAND = re.compile(r"(?<![\w/])bin/(kith|run|bench)((?: [^`\n]*)?)")
CODE = re.compile(r"`([^`\n]+)`|^(?: {4,}|\$ )(.+)$", re.MULTILINE)
# What stands for something of the reader's: a number, a file, a name.
PLACE = re.compile(r"[A-Z]+(\.\.\.)?")
VERB_NAMES = {verb.name for verb in VERBS}
PARSERS: dict[str, Callable[[list[str]], object]] = {
    "kith": parse_verb,
    "run": lambda words: arguments_of_run().parse_args(words),
    "bench": lambda words: bench.arguments().parse_args(words),
}


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Script and the rest of each command in the code of a page; every way there is where it shows several."""
    for inline, block in CODE.findall(text):
        code = inline or block.partition("  #")[0]
        # A table of Markdown ends a cell with a bar; a bar in a command is a choice.
        for script, rest in COMMAND.findall(code.replace("\\|", "|")):
            yield script, rest.strip()


def understood(script: str, rest: str) -> bool:
    """Whether the command would be carried out rather than explained."""
    words = [_typed(word) for word in shlex.split(re.sub(r"[\[\]]", " ", rest))]
    if script == "kith" and " ".join(words) in {*VERB_NAMES, "", "VERB"}:
        return True
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        try:
            PARSERS[script](words)
        except SystemExit as ended:
            return ended.code == 0
        except argparse.ArgumentError:
            return False
    return True


def _typed(word: str) -> str:
    """A choice by its first, a placeholder by something that may stand there."""
    first = word.partition("|")[0]
    return "1" if PLACE.fullmatch(first) and first != "VERB" else first


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    dead = [link for link in LINK.findall(page.read_text()) if not (page.parent / link.strip()).exists()]
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_is_named_is_understood(page: Path) -> None:
    text = page.read_text()
    assert all((ROOT / "bin" / name).exists() for name in SCRIPT.findall(text))
    assert [f"bin/{script} {rest}" for script, rest in commands(text) if not understood(script, rest)] == []


# What a page might say wrongly -> a word of it that is not there.
WRONG = (
    "kith ledger", "kith ledger prove", "kith ledger verify --jason", "kith demo --kids 4", "kith import",
    "kith ledgers", "kith import x --controller y --accept all", "kith import undo", "run --fresh",
    "kith account sleep a@b.c",
    "bench nothing",
)  # fmt: skip


@pytest.mark.parametrize("command", WRONG)
def test_a_command_that_is_not_there_would_be_seen(command: str) -> None:
    """The negative control; a verb that stands alone is a mention, whatever has to follow it."""
    script, _, rest = command.partition(" ")
    assert understood(script, rest) == (rest in VERB_NAMES)
    assert list(commands(f"Type `bin/{command}` now.")) == [(script, rest)]
    assert list(commands(f"So:\n\n    bin/{command}  # to see\n")) == [(script, rest)]


def test_commands_are_found() -> None:
    found = [command for page in PAGES for command in commands(page.read_text())]
    assert len(found) > 40
    assert len({rest.partition(" ")[0] for script, rest in found if script == "kith"}) > 8


def test_each_decision_has_a_number_of_its_own_and_is_listed() -> None:
    files = sorted((ROOT / "docs/decisions").glob("0*.md"))
    numbers = [file.name[:4] for file in files]
    assert len(set(numbers)) == len(numbers)
    assert all(file.read_text().startswith(f"# {file.name[:4]} ") for file in files)
    listed = (ROOT / "docs/decisions/README.md").read_text()
    assert [file.name for file in files if file.name not in listed] == []


def test_a_dead_link_would_be_seen() -> None:
    assert LINK.findall("see [this](how-to/nowhere.md) and [that](https://example.org)") == ["how-to/nowhere.md"]
