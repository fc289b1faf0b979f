"""Say on which days a school is open to pupils: clocks that count school days are due by them."""

import argparse
import sys
from datetime import date

from kith.foundation.dates import NotADate, parse_date


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--controller", required=True, metavar="SLUG", help="where (bin/kith controllers)")
    parser.add_argument("--school", required=True, metavar="LAESTAB", help="the number or the name of the school")
    parser.add_argument("--term", nargs=2, action="append", required=True, type=_day, metavar=("FIRST", "LAST"),
                        help="its first and last day, half terms apart; once for each")  # fmt: skip
    parser.add_argument("--closed", action="append", default=[], type=_day, metavar="DAY",
                        help="a day of a term without a session for pupils; once for each")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    from kith.organisations.models import Organisation
    from kith.tasks.actions import tell_calendar
    from kith.tasks.rules import problem_of_terms
    from kith.tenancy import tenancy
    from kith.tenancy.models import Controller

    terms = sorted((first, last) for first, last in options.term)
    controller = Controller.objects.filter(slug=options.controller).first()
    if controller is None:
        return _no(f"There is no {options.controller} here: bin/kith controllers lists those there are.")
    if problem := problem_of_terms(terms):
        return _no(problem)
    with tenancy(controller.id, system="importer"):
        schools = {key: one for one in Organisation.objects.filter(kind="school") for key in (one.name, one.laestab)}
        if (school := schools.get(options.school)) is None:
            names = ", ".join(sorted({one.name for one in schools.values()})) or "none"
            return _no(f"{options.school} is no school here. There are: {names}.")
        told = tell_calendar(organisation=school, terms=terms, closed=options.closed).calendar()
    print(f"{school.name} is open to pupils on {told.open_days()} days. What counts its days was counted anew.")
    return 0


def _day(words: str) -> date:
    try:
        return parse_date(words)
    except NotADate as wrong:
        raise argparse.ArgumentTypeError(f"{words}: {wrong}") from None


def _no(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
