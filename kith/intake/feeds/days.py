"""Of which day a delivery of files is: by its control file or a date in its names, where the profile says so.

An export of yesterday that is dropped again says of whoever joined today that they are gone. One that says its day is
held against the last; of one that does not, only the very same as an earlier one can be told apart.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from kith.foundation.dates import NotADate, in_words, parse_date
from kith.intake.feeds.profiles import Profile
from kith.intake.sources import BadFile

__all__ = ["AGAIN", "by_day", "check_day", "day_in", "the_day"]

AGAIN = (
    "It is the very same as one that was taken before the last, so it may be an old export. Nothing of it was put in. "
    "If it is right, put this import in; if not, cancel it."
)
MIXED = "Its files are of several days. Send those of one day together."
TO_COME = "It says that it is of a day to come. Have its date looked at, and send it again."


def day_in(name: str, profile: Profile) -> date | None:
    """The day a file's name says."""
    found = re.search(profile.day_in_name, name) if profile.day_in_name else None
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        return None


def by_day(files: Sequence[Path], profile: Profile) -> list[list[Path]]:
    """Several deliveries that lie in one folder, the oldest first. What says no day comes with the last."""
    found: dict[date, list[Path]] = defaultdict(list)
    days = {path: day_in(path.name, profile) for path in files}
    last = max((day for day in days.values() if day), default=date.min)
    for path, day in days.items():
        found[day or last].append(path)
    return [found[day] for day in sorted(found)]


def the_day(said: Iterable[str], names: Iterable[str], profile: Profile, today: date) -> date | None:
    """The one day that control file and names say; none where they say nothing. Raises BadFile."""
    days = {_read(text) for text in said if text} | {day_in(name, profile) for name in names}
    days -= {None}
    if len(days) > 1:
        raise BadFile(MIXED)
    day = next(iter(days), None)
    if day is not None and day > today:
        raise BadFile(TO_COME)
    return day


def check_day(day: date, last: date | None) -> None:
    """Raises BadFile for one that is older than the last."""
    if last is not None and day < last:
        raise BadFile(f"It is of {in_words(day)}, and one of {in_words(last)} was taken before. Nothing was changed.")


def _read(text: str) -> date:
    try:
        return parse_date(text)
    except NotADate:
        raise BadFile("The day in its control file can’t be read. Have it written as 21/01/2012.") from None
