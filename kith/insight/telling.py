"""What an answer says: its numbers as this reader may be told them, and a sentence. No Django in what it does."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kith.insight.counting import Answer, Label
from kith.insight.questions import Plot, Question
from kith.insight.running import Run, read
from kith.insight.suppressing import Shown, protect

__all__ = ["Told", "tell"]

Key = tuple[str, str]
NOT_SAID = ". How many of them were looked at in time is not shown."


@dataclass(frozen=True)
class Told:
    """An answer for somebody: cells, the total of each column, of each row too where nothing is suppressed.

    `few`: what was below six all the time, said in one line and not row by row.
    """

    question: Question
    sentence: str
    down: tuple[Label, ...]
    across: tuple[Label, ...]
    cells: Mapping[Key, Shown]
    columns: Mapping[str, Shown]
    rows: Mapping[str, Shown] | None
    running: frozenset[str]
    few: tuple[str, ...] = ()
    run: Run | None = None


def tell(answer: Answer, *, outside: bool) -> Told:
    """The answer for a reader of the place, or for one outside."""
    return _outside(answer) if outside else _inside(answer)


def _inside(answer: Answer) -> Told:
    if answer.question.plot is Plot.RUN:
        answer = _from_the_first(answer)
    cells = {
        (down, across): _plain(answer.number(down, across)) for down, _ in answer.down for across, _ in answer.across
    }
    columns = {across: _plain(answer.of_column(across)) for across, _ in answer.across}
    rows = {down: _plain(answer.of_row(down)) for down, _ in answer.down}
    run = _run(answer) if answer.question.plot is Plot.RUN else None
    sentence = run.sentence if run else _sentence(answer)
    return Told(
        answer.question, sentence, answer.down, answer.across, cells, columns, rows, answer.running, run=run
    )  # fmt: skip


def _outside(answer: Answer) -> Told:
    cells: dict[Key, Shown] = {}
    columns: dict[str, Shown] = {}
    for across, _ in answer.across:
        shown, columns[across] = protect({down: answer.number(down, across) for down, _ in answer.down})
        cells |= {(down, across): one for down, one in shown.items()}
    small = {down for down, _ in answer.down if all(_is_small(cells[down, across]) for across, _ in answer.across)}
    down = tuple(label for label in answer.down if label[0] not in small)
    few = tuple(words for key, words in answer.down if key in small)
    sentence = _of_last(answer, cells, columns)
    return Told(answer.question, sentence, down, answer.across, cells, columns, None, answer.running, few)


def _is_small(shown: Shown) -> bool:
    return shown.is_hidden and shown.words.startswith("<")


def _from_the_first(answer: Answer) -> Answer:
    """Weeks before anything was kept here are no quiet weeks."""
    first = next((n for n, (key, _) in enumerate(answer.down) if answer.of_row(key)), 0)
    return replace(answer, down=answer.down[first:])


def _run(answer: Answer) -> Run:
    """Of the weeks that have ended; the one that runs is drawn and not counted."""
    ended = [key for key, _ in answer.down if key not in answer.running]
    return read([answer.of_row(key) for key in ended])


def _sentence(answer: Answer) -> str:
    if not answer.total:
        return "Nothing was recorded in these days."
    if answer.question.name == "in_time":
        return _in_time(answer)
    most = max(answer.down, key=lambda label: (bool(label[0]), answer.of_row(label[0])))
    said = [f"Most often: {most[1]}, {answer.of_row(most[0])} of {answer.total}."]
    ended = [key for key, _ in answer.across if key not in answer.running]
    if answer.question.across.time and len(ended) > 1:
        said.append(_change(answer, *ended[-2:]))
    return " ".join(filter(None, said))


def _change(answer: Answer, before: str, last: str) -> str:
    """What rose most between the last two half-terms that have ended."""
    rise = max(answer.down, key=lambda label: answer.number(label[0], last) - answer.number(label[0], before))
    was, now = answer.number(rise[0], before), answer.number(rise[0], last)
    named = dict(answer.across)
    if not answer.of_column(before):
        return ""
    if now <= was:
        return f"Nothing rose from {named[before]} to {named[last]}."
    return f"From {named[before]} to {named[last]} it was {rise[1]} that rose most, from {was} to {now}."


def _in_time(answer: Answer) -> str:
    decided = answer.of_row("in_time") + answer.of_row("late")
    return f"{answer.of_row('in_time')} of {decided} were looked at in time." if decided else "None was due yet."


def _of_last(answer: Answer, cells: Mapping[Key, Shown], columns: Mapping[str, Shown]) -> str:
    """Said of the last half-term alone: a sentence over several would add them up."""
    if not answer.across:
        return "No half-term has ended yet."
    key, words = answer.across[-1]
    whole = columns[key]
    if whole.number is None:
        return f"{words}: {whole.words}, too few to say more."
    if answer.question.name == "in_time":
        in_time = cells["in_time", key]
        said = NOT_SAID if in_time.is_hidden else f", {in_time.words} of them looked at in time."
        return f"{words}: {whole.words} in all{said}"
    told = {down: cells[down, key].number or 0 for down, _ in answer.down}
    most = max(answer.down, key=lambda label: told[label[0]])
    if not told[most[0]]:
        return f"{words}: {whole.words} in all, too few of each to say more."
    return f"{words}: {whole.words} in all, {cells[most[0], key].words} of them {most[1]}."


def _plain(number: int) -> Shown:
    return Shown(number, f"{number:,}")
