"""Where an installation keeps what is its own: `KITH_VAR`, with a folder in it for each thing nothing else places."""

from os import environ
from pathlib import Path

__all__ = ["folder", "var"]

_CODE = Path(__file__).resolve().parents[2]


def var() -> Path:
    return Path(environ.get("KITH_VAR") or _CODE / "var")


def folder(variable: str, name: str) -> Path:
    """The folder this variable names, else the one of this name in `KITH_VAR`."""
    return Path(environ.get(variable) or var() / name)
