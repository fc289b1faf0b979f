"""Imports in words: every number is the number of rows of the file, and they add up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from kith.foundation.dates import in_words, moment_in_words
from kith.intake import register
from kith.intake.feeds.bringing import KIND as FEED
from kith.intake.stages import ACCEPTS, AT_WORK, NEXT, WORDS, Accept, Outcome, Stage
from kith.intake.undoing import STAYS
from kith.people.judging import EXACT, STATED
from kith.web.presenters import Status

__all__ = ["BatchPage", "Going", "ListPage", "Stays", "batch_page", "going", "list_page", "stays"]

# A job that has not begun after this long waits for a worker that may not be there.
LONG = timedelta(seconds=60)
# What became of a row, as its number and the page behind it say it.
TITLES = {
    Outcome.MATCHED: "Children you know",
    Outcome.NEW: "Children new to you",
    Outcome.REVIEW: "Close matches for you to look at",
    Outcome.REJECTED: "Rows that can’t be used",
}
MOVED = "Of those you know: moved school"
# The register of establishments has schools in its rows.
OF_SCHOOLS = {Outcome.MATCHED: "Schools you know", Outcome.REJECTED: TITLES[Outcome.REJECTED]}
WITH_REVIEW = (Stage.MATCHED, Stage.REVIEW, Stage.COMMITTED)
STOPPED = Status("cannot", "pause", "ended")
DONE, NOW, TO_COME = Status("ok", "ok", "done"), Status("due", "due", "now"), Status("none", "pause", "to come")
STEPS = (
    ("Read and checked", ()),
    ("Compared with your records", (Stage.STAGED, Stage.VALIDATED)),
    ("Looked at by you", (Stage.MATCHED, Stage.REVIEW)),
    ("In the records", (Stage.COMMITTED,)),
)


@dataclass(frozen=True)
class Listed:
    id: UUID
    files: str
    rows: str
    sent: str
    stage: str


@dataclass(frozen=True)
class Choice:
    """What may go in without anybody looking; `lines` are those of the stated rule."""

    code: str
    words: str
    means: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListPage:
    batches: tuple[Listed, ...]
    accepts: tuple[Choice, ...]


def list_page(batches: Iterable[Any], senders: Mapping[UUID, str], left: Mapping[UUID, Any]) -> ListPage:
    """`left`: of those in the records, what of them is not there yet."""
    return ListPage(tuple(_listed(one, senders, left.get(one.id)) for one in batches), tuple(_choices()))


def _choices() -> Iterable[Choice]:
    for code, (words, means) in ACCEPTS.items():
        lines = tuple(line for line in STATED if line not in EXACT) if code is Accept.RULE else ()
        yield Choice(code, words, means, lines)


def _listed(batch: Any, senders: Mapping[UUID, str], left: Any) -> Listed:
    """By its files, how much is in them, who sent it in and when."""
    by = senders.get(batch.started_by, "the school’s system" if batch.kind == FEED else "the command line")
    rows = f"{batch.total:,} {'row' if batch.total == 1 else 'rows'}" if batch.total else ""
    sent = f"Sent by {by}, {moment_in_words(batch.started_at)}"
    stands = _stands(Stage(batch.stage), left.rows if left else 0)
    stands += f". {left.review:,} to look at" if left and left.review else ""
    return Listed(batch.id, _files(batch) or "A file", rows, sent, stands)


def _files(batch: Any) -> str:
    """7B.csv; of a census of many tables the first, and how many more."""
    names = list(dict.fromkeys(one["file"] for one in batch.files))
    return names[0] + f" and {len(names) - 1} more" * (len(names) > 1) if names else ""


def _proposals(count: int) -> str:
    """What the link to facts that differ says: how many rows hold some; empty where none do."""
    return f"See what the file says otherwise of {count:,} {'child' if count == 1 else 'children'}" if count else ""


@dataclass(frozen=True)
class Tally:
    words: str
    count: str
    # The rows behind the number; empty where there are none, or where they are all of them.
    url: str = ""


@dataclass(frozen=True)
class Trouble:
    about: str
    count: str
    example: str


@dataclass(frozen=True)
class Going:
    """What goes on now: in words, and as far as a bar can tell."""

    words: str
    done: int
    total: int
    stopping: bool


@dataclass(frozen=True)
class Stays:
    """A child of whom a file that was taken back stays in the records, and why."""

    person_id: UUID
    name: str
    place: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class BatchPage:
    id: UUID
    title: str
    started: str
    stage: str
    promise: str
    # What is said to whoever sent the same files again.
    again: str
    steps: tuple[tuple[Status, str], ...]
    tally: tuple[Tally, ...]
    no_rows: str
    # Close matches this reader may answer for: whether some wait, what the link to those set aside says, and what is
    # said of those that wait for somebody else.
    waiting: int
    aside: str
    others: str
    trouble: tuple[Trouble, ...]
    remarks: tuple[str, ...]
    going: Going | None
    ended: str
    columns: str
    # What goes in without anybody looking.
    accepts: str
    # What the links say to what a stated rule would join, and to the sample; empty where there is nothing.
    by_rule: str
    check: str
    adults: str
    # Whether there is a list of those on the roll whom it leaves out: a census names them all.
    missing: bool
    proposals: str
    may_commit: bool
    # What putting it in, and taking it back, would do: asked before either.
    commit_means: str
    undo_means: str
    may_undo: bool
    undo_words: str
    # The rows that stay after it was taken back; how many there are, in words, and those of whom this reader may know.
    stays: str
    kept: tuple[Stays, ...]
    may_stop: bool
    may_have_errors: bool


def batch_page(
    standing: Any,
    post_id: UUID,
    *,
    waits: Any,
    stated: int,
    share: Any,
    adults: int,
    kept: Sequence[Stays] = (),
    again: bool = False,
) -> BatchPage:
    """`waits`: the close matches that wait; `stated`: how many rows a stated rule would join; `share`: how far the
    sample check is; `adults`: how many of those the file names wait for a decision; `kept`: rows that stay though the
    file was taken back; `again`: whether the files were just sent once more."""
    batch, summary, trouble = standing.batch, standing.summary, standing.trouble
    stage, now = Stage(batch.stage), going(standing.run)
    ready = summary.new + summary.matched - summary.applied
    left = standing.kept if stage is Stage.UNDONE else ready
    return BatchPage(
        id=batch.id,
        title=f"Import of {_files(batch) or 'a file'}",
        started=moment_in_words(batch.started_at) + (f". As of {in_words(batch.as_of)}" if batch.as_of else ""),
        stage=_stands(stage, left),
        promise=_promise(stage, left),
        again=_again(batch, stage) if again else "",
        steps=tuple(_steps(stage, left, summary.review)),
        tally=_tally(summary, batch) if summary.rows else (),
        no_rows="No row of it was read." if stage is Stage.CANCELLED else "The rows have not been read yet.",
        waiting=waits.new if stage in WITH_REVIEW else 0,
        aside=_aside(waits.aside) if stage in WITH_REVIEW else "",
        others=_others(waits.others) if stage in WITH_REVIEW else "",
        trouble=tuple(Trouble(about, f"{count:,}", example) for about, count, example, _ in trouble),
        remarks=tuple(batch.remarks),
        going=now,
        ended=standing.run.ended if standing.run else "",
        columns=_columns(standing, post_id),
        accepts=ACCEPTS[Accept(batch.accept)][0],
        by_rule=_by_rule(stated) if stage in WITH_REVIEW else "",
        check=_check(share) if stage in WITH_REVIEW else "",
        adults=f"Decide about {adults:,} {'adult' if adults == 1 else 'adults'} the file names" if adults else "",
        missing=batch.kind == "census" and stage in WITH_REVIEW,
        proposals=_proposals(standing.proposals),
        commit_means=_means(ready, "goes", "go", "into the records"),
        undo_means=_means(
            standing.kept or summary.applied,
            "is taken",
            "are taken",
            "out of the records, but for what people wrote since",
        ),
        may_commit=now is None and Stage.COMMITTED in NEXT[stage] and ready > 0,
        may_undo=now is None and Stage.UNDONE in NEXT[stage] and (stage is not Stage.UNDONE or standing.kept > 0),
        undo_words="Try again to take back what stayed" if stage is Stage.UNDONE else "Take it back",
        stays=f"{_rows(standing.kept, 'stays', 'stay')} in the records" if standing.kept else "",
        kept=tuple(kept),
        may_stop=now is None and Stage.CANCELLED in NEXT[stage],
        may_have_errors=bool(trouble) and batch.started_by == post_id,
    )


def stays(row: Any, name: str) -> Stays:
    why = tuple(one.removeprefix(STAYS).strip() for one in row.reasons if one.startswith(STAYS))
    return Stays(row.person_id, name, row.place, why)


def _again(batch: Any, stage: Stage) -> str:
    """These files came in before, Fri 27 Nov, 14:56, and are in the records. Nothing was done again."""
    where = "are in the records" if stage is Stage.COMMITTED else "are on their way"
    return f"These files came in before, {moment_in_words(batch.started_at)}, and {where}. Nothing was done again."


def _aside(count: int) -> str:
    """What the link says to close matches that were set aside."""
    return f"Look again at the {count:,} set aside" if count else ""


def _others(count: int) -> str:
    """Of close matches this reader may not answer for."""
    return f"{_rows(count, 'waits', 'wait')} for a colleague to look at." if count else ""


def _rows(count: int, one: str, many: str) -> str:
    """3 rows wait"""
    return f"{count:,} {'row ' + one if count == 1 else 'rows ' + many}"


def _stands(stage: Stage, left: int) -> str:
    """Where it is, in a word; and of how many rows that does not hold."""
    return WORDS[stage] + (_but_for(left) if stage in (Stage.COMMITTED, Stage.UNDONE) else "")


def _but_for(rows: int) -> str:
    return f", but for {rows:,} {'row' if rows == 1 else 'rows'}" if rows else ""


def _by_rule(count: int) -> str:
    """What the link says to rows that a stated rule would join."""
    return f"See what a stated rule says of {count:,} {'row' if count == 1 else 'rows'}" if count else ""


def _check(share: Any) -> str:
    """What the link says to the sample of what was joined without anybody looking."""
    left = share.drawn - share.looked_at
    if not share.drawn:
        return ""
    return f"Check a sample of what was joined: {left:,} left" if left else "See what the sample check found"


def _means(rows: int, one: str, many: str, where: str) -> str:
    """31 rows go into the records."""
    return f"{_rows(rows, one, many)} {where}."


def going(run: Any) -> Going | None:
    """How far the job is: before it begins, while it counts rows, and against all of them."""
    if run is None or run.ended:
        return None
    if run.stop_asked:
        return Going("Stopping at the next step", run.done, run.total, stopping=True)
    words = AT_WORK[Stage(run.stage)]
    if run.told_at is None:
        late = timezone.now() - run.asked_at > LONG
        words = "This takes longer than it should to begin. Whoever runs Kith here can say why." if late else words
    elif run.total:
        words = f"{words}: {run.done:,} of {run.total:,} rows"
    elif run.done:
        words = f"{words}: {run.done:,} rows so far"
    return Going(words, run.done, run.total, stopping=False)


def _columns(standing: Any, post_id: UUID) -> str:
    """What the link to the columns of a class list says; empty where they can't be settled now."""
    batch, run = standing.batch, standing.run
    if batch.kind != "class list" or not standing.has_files or batch.started_by != post_id or going(run):
        return ""
    return "Say what the columns mean" if batch.stage == Stage.QUEUED else "Change what the columns mean"


def titles_of(batch: Any) -> Mapping[Outcome, str]:
    """What became of rows, in words: of children, or of schools."""
    return OF_SCHOOLS if batch.kind == register.KIND else TITLES


def _tally(summary: Any, batch: Any) -> tuple[Tally, ...]:
    titles = titles_of(batch).items()
    return (
        *(_counted(words, getattr(summary, kind.value), f"rows_{kind.value}", batch.id) for kind, words in titles),
        *([_counted(MOVED, summary.moved, "rows_moved", batch.id)] if summary.moved else ()),
        Tally("All rows of the file", f"{summary.rows:,}"),
    )


def _counted(words: str, count: int, name: str, id: UUID) -> Tally:
    return Tally(words, f"{count:,}", reverse(name, kwargs={"id": id}) if count else "")


def _promise(stage: Stage, left: int) -> str:
    if stage is Stage.COMMITTED and left:
        return f"{_rows(left, 'that was decided since is', 'that were decided since are')} not in the records yet."
    if stage is Stage.UNDONE and left:
        return f"{_rows(left, 'stays', 'stay')} in the records. Everything else of this file is in no record now."
    if stage is Stage.COMMITTED:
        return "What was accepted is in the records. It can be taken back, but for what people have written on since."
    if stage in (Stage.UNDONE, Stage.CANCELLED):
        return "Nothing of this file is in a record now."
    return "Nothing is in a child’s record yet. It goes in when you say so, all of it or nothing."


def _steps(stage: Stage, left: int, review: int) -> Iterable[tuple[Status, str]]:
    """What is done, what is next. What was taken back or thrown away is in no record, whatever was done before."""
    if stage in (Stage.UNDONE, Stage.CANCELLED):
        yield from ((DONE, words) for words, _ in STEPS[:-1] if stage is Stage.UNDONE)
        taken = f"Taken back{_but_for(left)}" if left else "Taken back: not in the records"
        yield STOPPED, taken if stage is Stage.UNDONE else "Cancelled: not in the records"
        return
    at = {Stage.QUEUED: 0, Stage.STAGED: 0, Stage.VALIDATED: 1, Stage.MATCHED: 2, Stage.REVIEW: 2}.get(
        stage, len(STEPS)
    )
    short = {STEPS[2][0]: review, STEPS[3][0]: left} if stage is Stage.COMMITTED else {}
    for n, (words, _) in enumerate(STEPS):
        if short.get(words):
            yield NOW, words + _but_for(short[words])
        else:
            yield (DONE if n < at else NOW if n == at else TO_COME), words
