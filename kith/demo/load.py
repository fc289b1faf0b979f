"""The whole demo, in the order in which one thing rests on another."""

from collections.abc import Callable
from datetime import date

from kith.demo.agencies import ask_agencies
from kith.demo.at_school import write_at_school
from kith.demo.build import Built, build_places, build_staff
from kith.demo.casework import write_casework
from kith.demo.children import build_children
from kith.demo.concerns import write_concerns
from kith.demo.council import write_work
from kith.demo.referrals import refer_some

CHILDREN, CONCERNS, SEED = 200, 120, 1


def load(*, today: date, say: Callable[[str], None], children: int = CHILDREN, seed: int = SEED) -> Built:
    """An empty installation becomes the invented one. The same seed gives the same lives."""
    built = Built()
    say("An invented council, a trust of three schools and a single school ...")
    build_places(built)
    say("Their staff ...")
    build_staff(built)
    say(f"{children} children and their families ...")
    build_children(built, children=children, seed=seed, today=today)
    say(f"{CONCERNS} concerns of the last months ...")
    write_concerns(built, count=CONCERNS, seed=seed, today=today)
    say("Work on some of them ...")
    write_casework(built, today=today)
    say("Agencies outside that were asked to help ...")
    ask_agencies(built, today=today)
    say("What the schools’ own systems say ...")
    write_at_school(built, seed=seed, today=today)
    say("Contacts, early help, an exclusion and a child looked after ...")
    write_work(built, today=today)
    say("Two referrals to the council ...")
    refer_some(built, today=today)
    return built
