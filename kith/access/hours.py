"""When the emergency duty team is on: outside office hours, when nobody else answers."""

from datetime import datetime, time

from kith.foundation.dates import LONDON
from kith.foundation.days import is_working_day

OFFICE_OPENS, OFFICE_CLOSES = time(9), time(17)


def out_of_hours(moment: datetime) -> bool:
    """Whether the office is closed. Worked: Friday 16:59 no, 17:00 yes; Christmas Day at noon yes."""
    here = moment.astimezone(LONDON)
    return not is_working_day(here.date()) or not OFFICE_OPENS <= here.time() < OFFICE_CLOSES
