"""Start-up: hands the rooms below what they may not import, and stops where something is missing."""

import importlib
import inspect
from pathlib import Path

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

KITH = Path(__file__).resolve().parent.parent / "kith"


class StartUp(AppConfig):
    name = "config"

    def ready(self) -> None:
        from kith import tenancy, wiring
        from kith.access.holders import holders_of, rights_of
        from kith.organisations.queries import words_of
        from kith.people.keeping import keeper_of
        from kith.sharing import handlers

        if unheard := announced() - set(wiring.REACTIONS):
            names = ", ".join(sorted(e.__name__ for e in unheard))
            raise ImproperlyConfigured(f"These events have no row in kith/wiring.py: {names}.")
        parts = {"holders_of": holders_of, "rights_of": rights_of, "words_of": words_of, "keeper_of": keeper_of}
        tenancy.install(**parts, reactions=wiring.REACTIONS)
        handlers.install(wiring.ENVELOPES)


def announced() -> set[type]:
    """Every event class of every room's events.py."""
    modules = [importlib.import_module(f"kith.{file.parent.name}.events") for file in KITH.glob("*/events.py")]
    return {
        value
        for module in modules
        for value in vars(module).values()
        if inspect.isclass(value) and value.__module__ == module.__name__
    }
