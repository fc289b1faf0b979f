"""A report put together for its audience: the same questions as on the pages, as parts that page and file both show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from kith.access.reader import Reader
from kith.foundation.dates import london, today
from kith.insight import cohorts, comparing, counting, saved, suggesting
from kith.insight.audiences import LEADS, Audience
from kith.insight.comparing import Compared
from kith.insight.counting import Row
from kith.insight.questions import question
from kith.insight.sight import Sight, as_read, as_totals
from kith.insight.suppressing import Shown, protect
from kith.insight.telling import Told, tell
from kith.organisations import training
from kith.organisations.models import Organisation, Post
from kith.reference.codes import code_set

__all__ = ["Part", "Report", "make", "part_of", "sample"]

# How many concerns a sample has, taken evenly from a school year.
SAMPLE, A_YEAR = 10, timedelta(days=365)
LAST_DAY = (
    "Who is in a group is asked of its last day. Of two groups with nearly the same children the second is not said."
)


@dataclass(frozen=True)
class Part:
    """One part: a heading, what it says, how it was counted, a table. `told` is what a picture is drawn from."""

    title: str
    sentence: str
    counted: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    told: Told | None = None


@dataclass(frozen=True)
class Report:
    """Everything a page or a file shows, in words. `persons` are whom the sample is about: for the screen alone."""

    audience: Audience
    place: str
    on: date
    parts: tuple[Part, ...]
    sample: tuple[Row, ...] = field(default=())

    @property
    def days(self) -> str:
        return f"{self.on.day} {self.on:%B %Y}"


def make(audience: Audience, reader: Reader, on: date | None = None) -> Report:
    """The report as this reader may have it. Of a trust: each school's part by itself."""
    day = on or today()
    place = reader.post.organisation.name
    if audience.schools:
        parts = [part for school in _schools() for part in _of_school(audience, school, day)]
        return Report(audience, place, day, tuple(parts))
    holder = reader.holder_id
    if holder is None:
        return Report(audience, place, day, ())
    sight = as_totals(holder) if audience.outside else as_read(reader, holder)
    parts = [*_figures(audience, sight, day), *_questions(audience, sight, day), *_saved(audience, sight)]
    parts += [*_groups(audience, sight, day), *_patterns(audience, sight)]
    parts += _training(audience, reader.post.organisation_id, day)
    return Report(audience, place, day, tuple(parts), tuple(sample(sight, day)) if audience.sample else ())


def part_of(told: Told, title: str = "") -> Part:
    """A question's part: a column for each stretch, its total at the foot, and what was too small in one line."""
    head = (told.question.down.words, *(words + _so_far(told, key) for key, words in told.across))
    rows = [
        (words + _so_far(told, key), *(told.cells[key, across].words for across, _ in told.across))
        for key, words in told.down
    ]
    if told.rows is not None and len(told.across) > 1:
        head = (*head, "All")
        rows = [(*row, told.rows[key].words) for row, (key, _) in zip(rows, told.down, strict=True)]
    foot = ["All", *(told.columns[across].words for across, _ in told.across)]
    if told.rows is not None and len(told.across) > 1:
        foot.append(f"{sum(one.number or 0 for one in told.columns.values()):,}")
    note = f"Fewer than six each time: {', '.join(told.few)}." if told.few else ""
    return Part(
        title or told.question.title, told.sentence, told.question.counted, head, (*rows, tuple(foot)), note, told
    )  # fmt: skip


def sample(sight: Sight, on: date) -> Iterator[Row]:
    """Concerns of the last year, evenly apart, as an inspector picks them."""
    lately = sight.parts.filter(record__occurred_at__date__gt=on - A_YEAR).exclude(record__stage="void")
    of_each = ("record_id", "person_id", "record__reference", "record__occurred_at", "category", "record__stage")
    found = list(lately.order_by("record__occurred_at", "id").values_list(*of_each))
    return (Row(*found[place]) for place in evenly(len(found), SAMPLE))


def evenly(many: int, most: int) -> list[int]:
    """So many places of so many, evenly apart, the first and the last among them."""
    if many <= most:
        return list(range(many))
    return [round(n * (many - 1) / (most - 1)) for n in range(most)]


def sample_rows(rows: Sequence[Row]) -> Part:
    """The sample without a name: what a file says of it."""
    kinds, days = counting.kind_words(), [f"{london(row.occurred_at):%-d %B %Y}" for row in rows]
    told = tuple((row.reference, kinds(row.category), on, row.stage) for row, on in zip(rows, days, strict=True))
    words = "Concerns of the last year, evenly apart. Whom they are about is shown in person."
    return Part("A sample of concerns", words, "", ("Reference", "Kind", "Happened", "Stands at"), told)


def _questions(audience: Audience, sight: Sight, on: date) -> Iterator[Part]:
    for name in audience.questions:
        yield part_of(tell(counting.answer(question(name), sight, on=on), outside=audience.outside))


def _saved(audience: Audience, sight: Sight) -> Iterator[Part]:
    """What a lead kept and added; readers outside get whole questions, as a part would tell of the rest."""
    if audience.outside:
        return
    for one in saved.of_audience(sight.holder, audience.name):
        told = tell(counting.answer(question(one.question), sight, one.narrowed), outside=False)
        yield part_of(told, one.name)


def _groups(audience: Audience, sight: Sight, on: date) -> Iterator[Part]:
    if not audience.groups:
        return
    compared = comparing.compare(sight, on)
    head = ("Group", "Children", "Concerns", "For each 100 children")
    rows = [(one.title, *(told.words for told in _numbers(audience, compared, one))) for one in compared.groups]
    until = f"{compared.first.day} {compared.first:%B %Y}"
    words = f"Concerns for each hundred children, since {until}: {compared.everybody.rate:.0f} of all children."
    if audience.outside:
        rows = [row for row in rows if not row[0].startswith("Year ")]
        words = f"Concerns for each hundred children of a group in the last half-term, from {until}. {LAST_DAY}"
    waits = [one.title for one in cohorts.COHORTS if one.of is None]
    note = f"Not known here yet: {', '.join(waits)}." if waits else ""
    yield Part("Groups of children", words, "A child may be in several groups.", head, tuple(rows), note)


def _numbers(audience: Audience, compared: Compared, group: comparing.Group) -> tuple[Shown, ...]:
    if audience.outside:
        return comparing.protected(compared, group)
    plain = (group.children, group.concerns, round(group.rate))
    return tuple(Shown(number, f"{number:,}") for number in plain)


def _figures(audience: Audience, sight: Sight, on: date) -> Iterator[Part]:
    if not audience.figures:
        return
    roll = len(cohorts.on_roll(sight, on))
    leads = Post.objects.filter(role__in=LEADS, organisation__files_of_id=sight.holder, until=None)
    shown, _ = protect({"roll": roll})
    rows = (
        ("Children on roll", shown["roll"].words if audience.outside else f"{roll:,}"),
        ("Safeguarding leads, deputies and head with an account", str(leads.count())),
    )
    yield Part("The school", "As it is today.", "", ("What", "Number"), rows)


def _patterns(audience: Audience, sight: Sight) -> Iterator[Part]:
    if not audience.patterns:
        return
    waiting, said = suggesting.waiting(sight), suggesting.answered(sight)
    rows = (
        ("Possible patterns nobody has answered", f"{len(waiting):,}"),
        ("Accepted by a person", f"{sum(one.accepted for one in said):,}"),
        ("Dismissed by a person, with a reason", f"{sum(not one.accepted for one in said):,}"),
    )
    words = "Rules find these and decide nothing: somebody reads the concerns behind each and says what they think."
    yield Part("Possible patterns", words, "", ("What", "Number"), rows)


def _training(audience: Audience, organisation: UUID, on: date) -> Iterator[Part]:
    """Of staff, who are no children: their numbers are said as they are, and nobody is named."""
    if not audience.training:
        return
    counted = "Everybody with a post here, as their training is written down in Kith on this day."
    kinds = code_set(training.KINDS)
    found = [(kinds.label(one.kind), one.up_to_date, one.needed) for one in training.tallies(organisation, on)]
    words = f"All are up to date with {sum(up == of for _, up, of in found)} of {len(found)} trainings."
    rows = tuple((title, str(up), str(of - up), str(of)) for title, up, of in found)
    yield Part("Training of staff", words, counted, ("Training", "Up to date", "Not, or ended", "Need it"), rows)


def _schools() -> list[Organisation]:
    return list(Organisation.objects.filter(kind="school", files_of__isnull=False).order_by("name", "id"))


def _of_school(audience: Audience, school: Organisation, on: date) -> Iterator[Part]:
    holder: UUID = school.files_of_id
    for part in _questions(audience, as_totals(holder, beyond=True), on):
        yield replace(part, title=f"{school.name}: {part.title}")
    for part in _training(audience, school.id, on):
        yield replace(part, title=f"{school.name}: {part.title}")


def _so_far(told: Told, key: str) -> str:
    return " so far" if key in told.running else ""
