"""The table of verbs: what each is for, which database role it needs, where it is written."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

Run = Callable[[argparse.Namespace], int]


@dataclass(frozen=True)
class Verb:
    """One verb of `bin/kith`. Its module holds `arguments(parser)` and `run(options) -> exit status`."""

    name: str
    purpose: str
    role: str = "app"
    # The module, where the verb's name is a word Python keeps for itself.
    at: str = ""
    # What somebody types, after `bin/kith`, where the arguments alone do not show it.
    example: str = ""

    @property
    def module(self) -> str:
        return f"kith.commands.{self.at or self.name.replace(' ', '_')}"

    def parser(self) -> argparse.ArgumentParser:
        parser = argparse.ArgumentParser(prog=f"bin/kith {self.name}", description=self.purpose)
        import_module(self.module).arguments(parser)
        return parser

    def load(self) -> Run:
        run: Run = import_module(self.module).run
        return run


VERBS = (
    Verb("migrate", "Bring the database up to date: tables, policies, rights and reporting views.", role="owner"),
    Verb("check", "Look for what is wrong with this installation and say it in sentences.", role="owner"),
    Verb("controllers", "List the councils, trusts and schools kept here."),
    Verb("open", "Open a council, a trust or a school: the first thing on an empty installation.", at="opening",
         example="open oakmere --kind school --name 'Oakmere Primary' --laestab 9012345"),
    Verb("settings", "Show or choose what a council, trust or school sets for itself: time-out, passwords, colour.",
         example="settings oakmere --time-out 10 --passwords modern --colour '#11454a'"),
    Verb("issuer", "Say where the people of a council, trust or school may prove who they are elsewhere.",
         example="issuer oakmere --at https://login.oakmere.example --client-id kith --secret --factor-words mfa"),
    Verb("place", "Add a school, a service or an office to a council or trust.",
         example="place early-help --controller wexshire --kind service --name 'Early help'"),
    Verb("post", "Give somebody a post; their account is made if they have none.",
         example="post ann@oakmere.example --controller oakmere --place 'Oakmere Primary' --role dsl --name 'Ann Lea'"),
    Verb("calendar", "Say on which days a school is open to pupils.", at="school_calendar",
         example="calendar --controller oakmere --school 9012345 --term 2026-09-02 2026-10-23 --closed 2026-09-04"),
    Verb("agreement", "Publish a wording of the end-user agreement."),
    Verb("account", "Close or wake an account, end its sessions, make a link in which a password is chosen."),
    Verb("areas release", "Freeze the declared service areas: each version is written once."),
    Verb("areas pages", "Write the reference page of every service area."),
    Verb("areas columns", "Enter the columns of the reporting views into their contract, and write its page.",
         example="areas columns --because 'The question is asked no more.'"),
    Verb("access page", "Write the reference page of roles and what they may see."),
    Verb("verbs page", "Write the reference page of these verbs."),
    Verb("import", "Load pupils from files.", at="import_files",
         example="import pupils.csv --controller oakmere --school 9012345 --dry-run"),
    Verb("import undo", "Take an import back."),
    Verb("feed", "Say where the pupils of a school come from each day, or list what was said.",
         example="feed alder --school 9012345 --profile xporter"),
    Verb("sync", "Take what the systems of schools give: files in their folders, and what is asked for.",
         example="sync --controller alder --once"),
    Verb("demo", "Fill an empty installation with an invented council and schools, or draw a large population."),
    Verb("demo code", "The sign-in code of somebody of the demo."),
    Verb("ledger verify", "Prove the ledgers whole and unchanged.", role="owner"),
    Verb("ledger export", "Write the ledgers into files that prove themselves without Kith.", role="owner"),
    Verb("keys export", "Write out the public keys, or all keys locked with a passphrase."),
    Verb("documents sweep", "Say what lies in the store of documents without a row, and destroy it when told to.",
         example="documents sweep oakmere --destroy 3"),
    Verb("keys renew", "Wrap the keys of a controller's sealed values with a new one.", example="keys renew oakmere"),
)  # fmt: skip


def parse(words: list[str]) -> tuple[Verb, argparse.Namespace]:
    """The verb and its options; ends with a sentence and exit status 2 when they make no sense."""
    for verb in sorted(VERBS, key=lambda one: -len(one.name)):
        name = verb.name.split()
        if words[: len(name)] == name:
            return verb, verb.parser().parse_args(words[len(name) :])
    asked_for_help = not words or words[0] in {"-h", "--help", "help"}
    print(overview(), file=sys.stdout if asked_for_help else sys.stderr)
    raise SystemExit(0 if asked_for_help else 2)


def overview() -> str:
    width = max(len(verb.name) for verb in VERBS) + 2
    lines = [f"  {verb.name:<{width}}{verb.purpose}" for verb in VERBS]
    return "\n".join(["usage: bin/kith VERB [options]     (bin/kith VERB --help says more)", "", *lines])
