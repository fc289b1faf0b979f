"""Work on some of the schools' concerns: who has them, talks and calls beside them, agencies, plans, what was asked of
whom; and a concern about an adult, which only a head reads."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from kith.cases import actions as cases
from kith.cases import following, linking
from kith.cases.models import Record
from kith.conduct import actions as conduct
from kith.demo.build import Built
from kith.demo.moment import at
from kith.foundation.dates import LONDON
from kith.organisations.models import Post
from kith.tasks import giving
from kith.tenancy import tenancy

# The schools, and who there is asked to do something.
SCHOOLS = {"oakmere": "senco", "st-wilfrids": "designated_teacher"}
# So many of what is open have nobody's name on them yet, in each school.
NOBODYS = 2
TALK = {"kind": "conversation", "with_whom": ["pupil"], "said": "We talked in the library. The door was open."}
CALL = {
    "kind": "phone_call", "with_whom": ["parent"], "names": "The child’s mother",
    "said": "She was glad that we rang. Mornings are hard since the baby came.", "agreed": "She comes in on Thursday.",
}  # fmt: skip
DECISION = {
    "kind": "help_decision", "with_whom": ["parent", "colleague"], "decision": "start",
    "rationale": "Sleep, mornings and money hang together, and the family asked for help.",
    "said": "The family hub, the school nurse and the mother sat together.",
}  # fmt: skip
OWN_WORDS = "I like it when it is quiet."


def write_casework(built: Built, *, today: date) -> None:
    """For each of these schools; what there is depends on nothing that was drawn here."""
    for place, asked in SCHOOLS.items():
        controller, lead = built.controllers["alder-vale"], built.posts[place, "dsl"][0]
        colleague = built.posts[place, asked][0]
        with at(datetime.combine(today - timedelta(days=2), time(10), LONDON)), tenancy(controller, post=lead.id):
            _work(_taken(lead), colleague, today)
    _adult(built, today)


def _taken(lead: Post) -> list[Record]:
    """The lead has what is being worked on, but for a few."""
    holder = lead.organisation.files_of_id
    found = Record.objects.filter(area="concern", holder_id=holder, stage__in=("active", "monitoring"))
    records = list(found.order_by("written_at", "id"))[NOBODYS:]
    for one in records:
        cases.assign(record=one, post_id=lead.id)
    return records


def _work(records: Sequence[Record], colleague: Post, today: date) -> None:
    for n, one in enumerate(records[:3]):
        _beside(one, "conversation", TALK, days=6 - n, words=OWN_WORDS)
        _beside(one, "conversation", CALL, days=5 - n)
    if not records:
        return
    first = records[0]
    _beside(first, "conversation", DECISION, days=3)
    asked = {"asked_on": (today - timedelta(days=12)).isoformat(), "channel": "letter", "told_parent": "yes"}
    _beside(
        first, "agency_involvement", {"kind": "camhs_or_nhs", "why": "To help with sleep and worry.", **asked}, days=12
    )
    plan = {"kind": "support_plan", "aim": "Mornings without a rush, and somebody to come to.",
            "steps": [{"what": "Breakfast in the hub", "who": "The office"}],
            "next_review_on": (today + timedelta(days=10)).isoformat()}  # fmt: skip
    _beside(first, "support_plan", plan, days=3)
    person = next(iter(following.roles_in(first)))
    ask = {"record": first, "to": colleague.id, "person": person, "due_on": today + timedelta(days=1)}
    giving.give(**ask, kind="monitoring", words="Say on Friday how the mornings went.")
    done = giving.give(**ask, kind="phone_call", words="Ring the after-school club about Thursdays.")
    giving.say_done(action=done, how="There is a place from next week.")


def _beside(record: Record, area: str, shared: dict[str, Any], *, days: int, words: str = "") -> None:
    """As a form begun from the concern writes it."""
    roles = following.roles_in(record)
    own = [cases.OwnAnswers(id, role, {"child_words": words} if words else {}) for id, role in _victims(record, roles)]
    made = cases.submit(
        token=uuid4(),
        area=area,
        shared=shared,
        own=following.of_their_kind(record, area, own),
        holder=record.holder_id,
        occurred_at=timezone.now() - timedelta(days=days, hours=3),
    )
    cases.link_records(record=record, other=made, kind=linking.BESIDE)


def _victims(record: Record, roles: dict[UUID, str]) -> list[tuple[UUID, str]]:
    """Whom the work is about: the children it happened to, or else everybody."""
    first = [(id, role) for id, role in roles.items() if role == "victim"]
    return first or list(roles.items())


def _adult(built: Built, today: date) -> None:
    """Somebody writes about a supply teacher who has no post here, and the head says what was done."""
    controller, writer = built.controllers["alder-vale"], built.posts["oakmere", "senco"][0]
    head, holder = built.posts["oakmere", "headteacher"][0], writer.organisation.files_of_id
    words = "He keeps pupils’ telephone numbers on his own phone, to ring home from the gate."
    with tenancy(controller, post=writer.id):
        said = conduct.Written(None, "Mr Lane, on supply", words, "", today - timedelta(days=3))
        one = conduct.write(post=writer, holder=holder, said=said, token=uuid4())
    with tenancy(controller, post=head.id):
        conduct.mark_seen(one=one)
        conduct.step(one=one, post=head, kind="talked", words="He did not know the rule. The numbers are gone.")
