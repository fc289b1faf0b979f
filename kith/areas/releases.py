"""Released versions of areas, frozen: what a record was answered under can always be read again.

`released/<area>/<n>.json` is written once, by `bin/kith areas release`, and its hash is entered in
`released/hashes.json`. A changed file, or a declaration that no longer says what the file of its
number says, is a fault that `faults()` names. Until a number is entered in `released/final.json` it may
be frozen anew, which is asked for by name (decision 0021); from then on nothing writes it again.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

from kith.vocabulary import Area, Condition
from kith.vocabulary.printers import as_data
from kith.vocabulary.thawing import thawed

__all__ = ["RELEASED", "AlreadyReleased", "earlier", "faults", "finalise", "frozen", "release", "released"]

RELEASED = Path(__file__).with_name("released")


class AlreadyReleased(Exception):
    """This version of the area is out; a change needs a new number."""


def frozen(area: Area) -> dict[str, Any]:
    """The declaration as plain data, with the schemas its answers are held to."""
    return {**_plain(area), "schemas": {part: area.schema(part) for part in ("shared", "own")}}


def released(name: str, version: int, folder: Path = RELEASED) -> dict[str, Any]:
    """The area as it was released under this number."""
    found: dict[str, Any] = json.loads((folder / name / f"{version}.json").read_text(encoding="utf-8"))
    return found


def earlier(area: Area, folder: Path = RELEASED) -> tuple[Area, ...]:
    """The released versions before the one that is declared, first to last."""
    numbers = sorted(int(path.stem) for path in (folder / area.name).glob("*.json"))
    return tuple(_told_by(area, thawed(released(area.name, n, folder))) for n in numbers if n < area.version)


def _told_by(area: Area, version: Area) -> Area:
    """With the question that tells what happened, where the number is older than that a declaration says which: what
    was written under it would stand in no story."""
    asks = {one.name for one in version.fields if not one.own}
    return version if version.tells or area.tells not in asks else dataclasses.replace(version, tells=area.tells)


def release(area: Area, folder: Path = RELEASED, *, anew: bool = False) -> Path | None:
    """Write a version once. Nothing to do if it is out and the same; AlreadyReleased if it differs.

    `anew` writes over one that differs, as long as its number is not final.
    """
    path, text = folder / area.name / f"{area.version}.json", _text(frozen(area))
    name, called = str(path.relative_to(folder)), f"{area.title} {area.version}"
    if path.exists() and _says(area, path):
        return None
    if name in _entered(folder, "final"):
        raise AlreadyReleased(f"{called} is final, and records may have been answered under it: give it a new number.")
    if path.exists() and not anew:
        raise AlreadyReleased(f"{called} is released and has changed since: give it a new number.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    _enter(folder, "hashes", {name: _hash(path)})
    return path


def finalise(area: Area, folder: Path = RELEASED) -> list[str]:
    """Every released number of the area is final from now on; those that were not before. ValueError on a fault."""
    if wrong := [one for one in faults([area], folder) if one.startswith((f"{area.name}/", f"{area.name} "))]:
        raise ValueError(wrong[0])
    final, found = _entered(folder, "final"), sorted(folder.glob(f"{area.name}/*.json"))
    new = {name: _hash(path) for path in found if (name := str(path.relative_to(folder))) not in final}
    _enter(folder, "final", new)
    return list(new)


def faults(areas: Iterable[Area], folder: Path = RELEASED) -> list[str]:
    """What is wrong with the released files and the declarations beside them, in sentences."""
    hashes, final = _entered(folder, "hashes"), _entered(folder, "final")
    found = {str(p.relative_to(folder)) for p in folder.glob("*/*.json")}
    faults = [f"{name} was released and is gone." for name in sorted(set(hashes) - found)]
    faults += [f"{name} has no entry in hashes.json." for name in sorted(found - set(hashes))]
    faults += [
        f"{name} has been changed since it was released."
        for name in sorted(found & set(hashes))
        if _hash(folder / name) != hashes[name]
    ]
    faults += [f"{name} is final and was frozen anew." for name in sorted(final) if final[name] != hashes.get(name)]
    return faults + [fault for area in areas for fault in _faults_of(area, folder)]


def _faults_of(area: Area, folder: Path) -> list[str]:
    path = folder / area.name / f"{area.version}.json"
    if not path.exists():
        return [f"{area.name} {area.version} has not been released."]
    if not _says(area, path):
        return [f"{area.name} has changed since version {area.version} was released: give it a new number."]
    return []


def _says(area: Area, path: Path) -> bool:
    """Whether the file says what the declaration says: the questions, and the schemas answers are held to."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return thawed(data) == area and data["schemas"] == frozen(area)["schemas"]


def _plain(value: Any) -> Any:
    """A declaration in JSON's own kinds; conditions in the words of their printer."""
    if isinstance(value, get_args(Condition)):
        return as_data(value)
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _entered(folder: Path, what: str) -> dict[str, str]:
    """File -> hash: of all that is released ("hashes"), or of what is final."""
    path = folder / f"{what}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _enter(folder: Path, what: str, more: Mapping[str, str]) -> None:
    (folder / f"{what}.json").write_text(_text({**_entered(folder, what), **more}), encoding="utf-8")
