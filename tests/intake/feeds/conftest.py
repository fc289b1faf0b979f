"""A trust whose school Oak has a daily feed: files in a folder, or a stand-in that is asked."""

import os
import threading
from pathlib import Path

import pytest

from kith.demo.school_system import SCHOOL, TOKEN, invented, serve
from kith.intake.feeds import folders
from kith.intake.feeds.going import Means, go
from kith.intake.feeds.keeping import set_feed
from tests.intake.conftest import build_world

STUDENTS = (
    "StudentID,Surname,Forename,DateOfBirth,UPN,YearGroup,RegGroup,SEN,FSM,PupilPremium,AddressLine1,PostCode,"
    "DateOfLeaving,DestinationSchool\n"
    "1,Weller,Kate,03/02/2018,P207000016049,Year 3,3B,N,No,No,1 Mill Lane,BA14 8JN,,\n"
    "2,Bello,Ade,09/03/2017,,Year 4,4C,K,Yes,Yes,2 Mill Lane,BA14 8JN,,\n"
    "3,Bello,Ola,09/03/2017,,Year 4,4C,,,,2 Mill Lane,BA14 8JN,,\n"
)
CONTACTS = (
    "StudentID,Surname,Forename,Relationship,ParentalResponsibility,LivesWithStudent\n"
    "2,Bello,Femi,Father,Yes,Yes\n3,Bello,Femi,Father,Yes,Yes\n"
)
ATTENDANCE = "StudentID,From,To,Possible,Present,Authorised,Unauthorised,Late\n1,2026-09-02,2026-10-23,70,68,1,1,4\n"
BEHAVIOUR = "StudentID,From,To,Positive,Negative\n1,2026-09-02,2026-10-23,5,1\n2,2026-09-02,2026-10-23,0,2\n"


class Dropping:
    """The folder of a school, into which its system puts files."""

    def __init__(self, world, folder: Path) -> None:
        self.world, self.folder, self.opened = world, folder, world.trust_open
        with self.opened():
            self.feed = set_feed(school=world.oak, profile_name="xporter")

    def put(self, students=STUDENTS, still=True, **more):
        for name, text in {"students": students, **more}.items():
            path = self.folder / f"{name}.csv"
            path.write_text(text, encoding="utf-8")
            if still:
                os.utime(path, (0, 0))

    def go(self):
        return go(self.opened, self.feed.id)

    def comes(self, students=STUDENTS, **more):
        self.put(students, **more)
        return self.go()


@pytest.fixture
def world(db):
    return build_world()


@pytest.fixture
def dropping(world, tmp_path, monkeypatch):
    monkeypatch.setenv("KITH_FEEDS", str(tmp_path / "feeds"))
    return Dropping(world, folders.folder_of("alder", "8654001"))


class Asking:
    """The stand-in beside a feed that asks it, a few rows a page."""

    def __init__(self, world, server, parts) -> None:
        self.world, self.server, self.parts, self.opened = world, server, parts, world.trust_open
        with self.opened():
            self.feed = set_feed(
                school=world.oak, profile_name="wonde", address=server.address, outside_id=SCHOOL, token=TOKEN
            )
        self.pauses: list[float] = []

    def go(self, **means):
        return go(self.opened, self.feed.id, Means(**{"pause": self.pauses.append, **means}))


@pytest.fixture
def asking(world, tmp_path, monkeypatch):
    monkeypatch.setenv("KITH_FEEDS", str(tmp_path / "feeds"))
    parts = invented()
    server = serve(parts, per_page=2)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Asking(world, server, parts)
    server.shutdown()
    server.server_close()
