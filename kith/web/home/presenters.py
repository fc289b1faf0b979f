"""My day in words: a sentence that says what must be known, then the rows behind it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from kith.access.hours import OFFICE_CLOSES
from kith.areas import all_areas
from kith.areas import area as area_named
from kith.foundation.beginning import beginning_of
from kith.foundation.dates import in_words, london, moment_in_words
from kith.organisations.models import Post
from kith.sharing.agency.saying import TASKS as AGENCY_TASKS
from kith.tasks.by_day import Standing
from kith.tasks.rules import ACTIONS, CONDUCT, ENDED, OFFICER, REMINDER, REVIEWS, UNOWNED
from kith.vocabulary.words import Kind
from kith.web.addresses import address_of
from kith.web.agreements.presenters import Ending
from kith.web.alerts.told import Told
from kith.web.home.gather import Row, Task, Undated
from kith.web.home.unread import Unread
from kith.web.presenters import Status, how_long

__all__ = ["MyDay", "empty", "my_day"]


@dataclass(frozen=True)
class Work:
    """A row of the list: when, what by which rule, whose work it is, and where it opens."""

    url: str
    day: str
    status: Status
    what: str
    rule: str
    late: bool
    alarm: str
    whose: str


@dataclass(frozen=True)
class Sent:
    url: str
    reference: str
    words: str
    status: Status


@dataclass(frozen=True)
class Started:
    url: str
    words: str
    saved: str


@dataclass(frozen=True)
class Waiting:
    """A task of this post: one that is answered on a page of its own, or a clock it was told of."""

    id: UUID
    # Where it is answered, or the record it is about if this post may open it.
    url: str
    is_answered: bool
    verb: str
    day: str
    status: Status
    what: str
    rule: str
    late: bool
    # What “I know of it” does, where that is enough.
    known: str


@dataclass(frozen=True)
class Group:
    title: str
    work: tuple[Work, ...]


@dataclass(frozen=True)
class MyDay:
    sentence: str
    groups: tuple[Group, ...]
    sent: tuple[Sent, ...]
    started: tuple[Started, ...]
    waiting: tuple[Waiting, ...] = ()
    # There is more than stands here.
    more: bool = False
    unread: tuple[Unread, ...] = ()
    # What came in of which this post is told.
    told: tuple[Told, ...] = ()
    unread_words: str = ""
    # Agreements with partners that end before long.
    ending: tuple[Ending, ...] = ()
    # Why little of it opens now.
    offices: str = ""

    @property
    def may_wave_away(self) -> tuple[UUID, ...]:
        """What may be marked as seen together."""
        return tuple(one.id for one in self.told if not one.urgent and not one.stays)

    @property
    def told_at_once(self) -> tuple[Told, ...]:
        """A child is in danger now: it stands before everything, and what it is only where it opens."""
        return tuple(one for one in self.told if one.urgent)

    @property
    def told_besides(self) -> tuple[Told, ...]:
        return tuple(one for one in self.told if not one.urgent)


DATED = (
    ("Late", (Standing.LATE,)),
    ("Today", (Standing.TODAY,)),
    ("By a named date", (Standing.SOON, Standing.IN_TIME)),
    ("Held", (Standing.HELD,)),
)
KNOWN, STAYS_DUE = "“I know of it” takes it off this list.", "What is due stays due."
OFFICES_ARE_OPEN = (
    f"The offices are open: until they close at {OFFICE_CLOSES:%H:%M} the teams of the day answer, and records"
    " are closed to the out-of-hours team. They open to you then."
)


def empty(post: Post, is_named: bool) -> tuple[str, str]:
    """What a day without anything says: also where the access model names no role of theirs."""
    if is_named:
        return "Nothing waits for you", "What is due, what you have begun and what you have sent stand here."
    ask = "If you need one for your work, ask whoever keeps the posts where you work for another role beside this one."
    return "Nothing will stand here", f"The role {post.title} opens no record yet. {ask}"


def my_day(
    rows: Sequence[Row],
    written: Sequence[Any],
    started: Sequence[Any],
    tasks: Sequence[Task] = (),
    undated: Sequence[Undated] = (),
    *,
    leads: bool,
    may_log: bool,
    sends: Collection[str] = (),
    more: bool = False,
    unread: tuple[Unread, ...] = (),
    told: tuple[Told, ...] = (),
    ending: tuple[Ending, ...] = (),
    off_duty: bool = False,
) -> MyDay:
    due_rows = sorted(rows, key=lambda row: row.due.due_on)
    waiting = tuple(_waiting(task) for task in tasks)
    overdue = _standing(due_rows, Standing.LATE) + sum(one.late for one in waiting)
    due_today = _standing(due_rows, Standing.TODAY) + sum(one.waiting.standing is Standing.TODAY for one in tasks)
    return MyDay(
        sentence=_sentence(
            sum(row.at_once for row in rows),
            overdue,
            due_today,
            len(started),
            leads=leads,
            may_log=may_log,
            more=more,
            ending=len(ending),
        ),
        groups=_groups(due_rows, undated),
        sent=tuple(_sent(one) for one in written),
        started=tuple(_started(one, sends) for one in started),
        waiting=waiting,
        more=more,
        unread=unread,
        told=told,
        ending=ending,
        unread_words=_unread_words(len(unread)),
        offices=OFFICES_ARE_OPEN if off_duty else "",
    )


def _standing(rows: Sequence[Row], how: Standing) -> int:
    return sum(row.due.standing is how for row in rows)


def _groups(rows: Sequence[Row], undated: Sequence[Undated]) -> tuple[Group, ...]:
    """Soonest first; before all that waits what nobody has read, as whoever wrote it was promised."""
    read = [row for row in rows if not row.is_new]
    found = (
        ("Now", [row for row in rows if row.at_once]),
        ("New, not read", [row for row in rows if row.is_new]),
        *((title, [row for row in read if row.due.standing in hows]) for title, hows in DATED),
    )
    groups = [Group(title, tuple(_work(row) for row in these)) for title, these in found]
    groups.append(Group("No day is set", tuple(_undated(one) for one in undated)))
    return tuple(group for group in groups if group.work)


def _unread_words(count: int) -> str:
    """The number of what nobody opened: it leads to its rows."""
    if not count:
        return ""
    return "One notice was not read." if count == 1 else f"{count} notices were not read."


def _waiting(one: Task) -> Waiting:
    task = one.waiting
    answered = is_answered(task)
    return Waiting(
        id=task.id,
        url=page_of(task) if answered or one.opens else "",
        is_answered=answered,
        verb="Answer" if task.kind in REVIEWS else "Open",
        day=_when(task),
        status=how_long(task),
        what=task.title,
        rule=f"{task.law}." if task.law else "",
        late=task.standing is Standing.LATE,
        known="" if answered else f"{KNOWN} {'' if task.kind in ENDED else STAYS_DUE}".strip(),
    )


# Where a task is done that is not done on the page of its record: the page, and what its address takes.
_PAGES = {
    "review_of_opening": ("review_opening", "id"),
    "review_late": ("review_opening", "id"),
    "referral_arrived": ("came", "record_id"),
    "referral_recalled": ("came", "record_id"),
    "referral_answer": ("sent_referral", "about"),
    "referral_answered": ("sent_referral", "about"),
    **dict.fromkeys(ACTIONS, ("action", "about")),
    "file_prepare": ("leaver", "about"),
    "file_late": ("leaver", "about"),
    "file_held": ("leaver", "about"),
    "file_held_long": ("leaver", "about"),
    "file_no_receipt": ("leaver", "about"),
    "file_no_receipt_late": ("leaver", "about"),
    REMINDER: ("reminder", "about"),
    **dict.fromkeys(AGENCY_TASKS, ("agency_referral", "about")),
    "file_stays_open": ("leaver", "about"),
    "file_kept_back": ("leaver", "about"),
    "file_ran_out": ("leaver", "about"),
    "file_kept_silent": ("leaver", "about"),
    "file_answered": ("leaver", "about"),
    "file_came": ("file_came", "about"),
    CONDUCT: ("staff_concern", "about"),
    OFFICER: ("staff_concern", "about"),
}


def is_answered(task: Any) -> bool:
    """Whether it is done on a page of its own; of others it is enough to have read that they stand there."""
    return task.kind in _PAGES or task.kind == UNOWNED


def page_of(task: Any) -> str:
    """The address of the page on which a task is done."""
    if task.kind in _PAGES:
        name, takes = _PAGES[task.kind]
        return reverse(name, kwargs={"id": getattr(task, takes)})
    return address_of(task.area, task.record_id)


def _when(due: Any) -> str:
    """Its last day; where the law counts hours, the moment."""
    return moment_in_words(due.due_at) if due.due_at else in_words(due.due_on)


def _work(row: Row) -> Work:
    names = ", ".join(card.name for card in row.people)
    return Work(
        url=address_of(row.record.area, row.record.id),
        day=_when(row.due),
        status=how_long(row.due),
        what=f"{names}: {row.record.reference}",
        rule=f"{row.due.law}." if row.at_once else f"{row.due.title}. {row.due.law}.",
        late=row.due.standing is Standing.LATE,
        alarm=row.due.title if row.at_once else "",
        whose=f"{area_named(row.record.area).title}. {row.whose}." if row.whose else "",
    )


def _undated(row: Undated) -> Work:
    declared, names = area_named(row.record.area), ", ".join(card.name for card in row.people)
    return Work(
        url=address_of(row.record.area, row.record.id),
        day=f"Since {in_words(london(row.record.written_at).date())}",
        status=Status("none", "pause", "No clock runs"),
        what=f"{names}: {row.record.reference}",
        rule=f"It stands at “{declared.stage(row.record.stage).title}”.",
        late=False,
        alarm="",
        whose=f"{declared.title}. {row.whose}.",
    )


def _started(one: Any, sends: Collection[str]) -> Started:
    return Started(_form_of(one, sends), _begun(one), moment_in_words(one.saved_at))


def _form_of(draft: Any, sends: Collection[str]) -> str:
    """The address of the form a draft was typed into."""
    at = {"token": draft.token}
    if draft.area == "concern":
        return reverse("write_concern", kwargs=at)
    if draft.area == "referral":
        return reverse("write_referral", kwargs=at | {"id": draft.answers["about"]})
    return reverse("send_record" if draft.area in sends else "write_record", kwargs=at | {"area": draft.area})


def _sent(receipt: Any) -> Sent:
    seen = receipt.seen_at is not None
    words = f"Read {moment_in_words(receipt.seen_at)}" if seen else "Not read yet"
    status = Status("ok", "ok", words) if seen else Status("none", "pause", words)
    return Sent(_receipt(receipt), receipt.reference, f"Sent {moment_in_words(receipt.written_at)}", status)


def _receipt(receipt: Any) -> str:
    if receipt.area == "concern":
        return reverse("receipt", kwargs={"id": receipt.record_id})
    return reverse("record_receipt", kwargs={"area": receipt.area, "id": receipt.record_id})


def _begun(draft: Any) -> str:
    """Which form a draft is of and its first words, so that its writer knows it again."""
    declared = next((one for one in all_areas() if one.name == draft.area), None)
    asked = [one.name for one in declared.fields if one.kind is Kind.LONG_TEXT] if declared else ["purpose"]
    # What is said of all, then what stands under a child's number: own.0.child_words.
    names = sorted(draft.answers, key=lambda name: (name.startswith("own."), name))
    told = (str(draft.answers[name]).strip() for name in names if name.rpartition(".")[2] in asked)
    words = beginning_of(next(filter(None, told), ""), 70) or "Nothing written yet"
    return f"{declared.title}: {words}" if declared and declared.name != "concern" else words


def _sentence(
    now: int, late: int, due_soon: int, drafts: int, *, leads: bool, may_log: bool, more: bool, ending: int
) -> str:
    parts = []
    if now:
        parts.append("One concern cannot wait." if now == 1 else f"{now} concerns cannot wait.")
    if leads:
        parts += _counted(late, due_soon, more=more)
    if drafts:
        parts.append("You have one draft." if drafts == 1 else f"You have {drafts} drafts.")
    if ending:
        parts.append("One agreement ends before long." if ending == 1 else f"{ending} agreements end before long.")
    worried = "If something about a child worries you, write it down today." if may_log else "Nothing waits for you."
    return " ".join(parts) or worried


def _counted(late: int, due_soon: int, *, more: bool) -> list[str]:
    """Where not all is listed, what ends first is: nothing late means nothing at all, any number may be larger."""
    if not more:
        words = "Nothing is late." if late == 0 else f"{late} {'is' if late == 1 else 'are'} late."
        return [words, f"{due_soon} due today." if due_soon else "Nothing else is due today."]
    said = [f"At least {late} {'is' if late == 1 else 'are'} late." if late else "Nothing is late."]
    return [*said, f"At least {due_soon} due today."] if due_soon else said
