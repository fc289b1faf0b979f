"""A child as a list has them, and who it is in truth."""

from dataclasses import dataclass
from datetime import date

__all__ = ["Drawn"]


@dataclass(frozen=True)
class Drawn:
    """One row of a register or a census. `who` is the truth; `errors` what happened on the way."""

    row: int
    who: int
    forename: str
    middle: str
    surname: str
    born: date
    upn: str
    postcode: str
    former_upn: str = ""
    sex: str = ""
    errors: frozenset[str] = frozenset()
