"""A list whose columns nobody has settled keeps no address that was made secret since: it is let go as a whole."""

import zlib

import pytest

from kith.foundation.dates import today
from kith.intake import arriving, orders, staging
from kith.intake.actions import compare, fill, receive, settle_mapping
from kith.intake.kept_files import LET_GO
from kith.intake.models import Batch
from kith.intake.placing import place
from kith.intake.sources import Source
from kith.intake.stages import Accept, Stage
from kith.people import actions as people
from kith.people.models import PersonAddress
from tests.intake.test_import import KATE, into_oak

# Headings nobody knows, so that the list waits for somebody to say what they mean.
HEADINGS = ("Kid", "Given", "Day", "Lives at", "Code")
HERE = "Weller,Kate,2018-02-03,4 Mill Lane,BA14 8JN\n"


@pytest.fixture
def address(world):
    into_oak(KATE)
    with world.trust_open():
        home = PersonAddress.objects.get()
        people.correct(fact=home, based_on=home.n, lines="4 Mill Lane")
        return PersonAddress.objects.get()


def sent(row):
    where = place(school="865/4001")
    sources = [Source.of_bytes("list.csv", f"{','.join(HEADINGS)}\n{row}".encode())]
    return {"delivery": receive(sources=sources, placement=where, today=today()), "placement": where}, sources


def arrived(row):
    what, sources = sent(row)
    return orders.arrive(**what, sources=sources, accept=Accept.NONE)


def compared(row):
    """By a job, which has left the file there."""
    what, sources = sent(row)
    batch = staging.open_batch(**what, accept=Accept.NONE)
    arriving.keep(batch, sources)
    return compare(batch=fill(batch=batch, **what, today=today()))


def hidden(world, address, batch):
    with world.trust_open():
        people.protect_address(address=PersonAddress.objects.get(), based_on=address.n)
    with world.trust_open():
        return Batch.objects.get(id=batch.id)


@pytest.mark.parametrize(
    "row",
    [
        HERE,
        "Weller,Tom,2018-02-03,Mill Lane,ba148jn\n",
        'Weller,Tom,2018-02-03,"4, Mill Lane",\n',
        "Weller,Tom,2018-02-03,4,Mill Lane\n",
    ],
)
def test_a_list_that_waits_is_let_go_and_says_so(world, address, row):
    with world.trust_open():
        batch = arrived(row)
        assert batch.stage == Stage.QUEUED and arriving.kept(batch)
    batch = hidden(world, address, batch)
    with world.trust_open():
        assert not batch.pieces.exists()
        assert (batch.stage, batch.remarks) == (Stage.CANCELLED, [LET_GO])
        assert arrived(row).id != batch.id  # sent again, it is a new one


@pytest.mark.parametrize(
    "row",
    ["Weller,Tom,2018-02-03,4 Mill Lane,BA14 8JR\n", "Weller,Tom,2018-02-03,5 Mill Lane,\n", "Ward,Tom,2018-02-03,,\n"],
)
def test_a_list_of_other_places_is_kept(world, address, row):
    """The control."""
    with world.trust_open():
        batch = arrived(row)
    batch = hidden(world, address, batch)
    with world.trust_open():
        assert batch.pieces.exists() and batch.stage == Stage.QUEUED and batch.remarks == []


def test_a_column_that_is_not_used_goes_with_its_file_and_the_rows_stay(world, address):
    with world.trust_open():
        where = place(school="865/4001")
        used = dict(zip(("surname", "forename", "born"), HEADINGS, strict=False))
        settle_mapping(placement=where, headings=HEADINGS, mapping=used)
        batch = compared(HERE)
        assert batch.pieces.exists()
    batch = hidden(world, address, batch)
    with world.trust_open():
        assert not batch.pieces.exists() and batch.stage == Stage.REVIEW and batch.rows.count() == 1


def test_a_file_that_cannot_be_looked_through_keeps_no_address_from_being_hidden(world, address):
    with world.trust_open():
        batch = arrived(HERE)
        batch.pieces.update(packed=zlib.compress(b"\0\1\2" * 99))
    batch = hidden(world, address, batch)
    with world.trust_open():
        assert batch.stage == Stage.CANCELLED and PersonAddress.objects.get().protected
