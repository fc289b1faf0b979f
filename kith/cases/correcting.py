"""Putting a part right. The earlier words stay as an earlier version; two who write at once both keep theirs."""

from typing import Any
from uuid import UUID

from kith.cases import declarations, events, following, guarding, rules, sections
from kith.cases.merging import Clash, Merged, differing, merge
from kith.cases.models import Filing, Part, PartVersion, Record
from kith.cases.once import once
from kith.cases.writing import OwnAnswers, check_known, check_of_age, line
from kith.foundation.dates import today
from kith.tenancy import announce, history
from kith.vocabulary import Area


class Overtaken(history.Conflict):
    """Somebody changed the same answer since it was read. Both texts are here, so that nobody's words are lost.

    `clashes` has them answer by answer; `theirs` is the part as it stands, `mine` all that was sent.
    """

    def __init__(self, part: Part, mine: dict[str, Any], based_on: int, clashes: tuple[Clash, ...]) -> None:
        super().__init__(part.id, based_on)
        self.theirs, self.mine, self.clashes = part, mine, clashes


@once(Part)
def correct(
    *, part: Part, answers: dict[str, Any], based_on: int, reason: str, under: int | None = None, **columns: str
) -> Part:
    """Put a part right, or decide its category or outcome.

    `based_on` is the version that was read, `under` the version of the area the answers are in (the part's own
    unless a newer form was shown). What somebody else changed meanwhile is kept; raises Overtaken only where both
    changed the same answer, and rules.NotReady.
    """
    rules.check_words(reason)
    stands = Part.objects.select_for_update(of=("self",)).select_related("record").get(id=part.id)
    declared = declarations.for_new(stands.record.area, holder=stands.record.holder_id)
    following.check_kind(stands, columns)
    said = {**declared.upcast(answers, under or part.area_version), **_columns(columns)}
    before, now = _said(_version(part, based_on), declared, columns), _said(stands, declared, columns)
    merged = merge(before, now, said)
    if merged.clashes:
        raise Overtaken(stands, answers, based_on, merged.clashes)
    if based_on != stands.n and not merged.changed:
        return stands
    sections.check_changed(stands, declared, merged.changed & {f.name for f in declared.fields})
    _check(stands, declared, merged, before, said)
    return _write(stands, declared, merged, reason)


@once(Part)
def strike(*, part: Part, reason: str) -> Part:
    """This person was brought in by mistake: shown struck through from now on, and counted nowhere."""
    rules.check_words(reason)
    stands = Part.objects.select_for_update(of=("self",)).select_related("record").get(id=part.id)
    others = Part.objects.filter(record=stands.record, person__isnull=False, struck=False).exclude(id=stands.id)
    if stands.person_id is None or not others.exists():
        raise rules.NotAllowed("Somebody has to be left whom it is about. Mark the whole record instead.")
    if stands.struck:
        return stands
    why = line(stands.record, "strike", people=[stands.person_id], reason=reason)
    struck: Part = history.write(Part, id=stands.id, based_on=stands.n, values={"struck": True}, line=why)
    announce(events.PartCorrected(struck.record_id, struck.id))
    return struck


@once(Part)
def identify(*, part: Part, person_id: UUID, reason: str) -> Part:
    """Say who this part is about, where that was not sure before. What was thought earlier stays as a version.

    Documents of the record that hung on whom it was thought to be hang on whom it is.
    Raises rules.NotAllowed and rules.NotReady.
    """
    rules.check_words(reason)
    stands = Part.objects.select_for_update(of=("self",)).select_related("record").get(id=part.id)
    if stands.person_id is None or stands.struck:
        raise rules.NotAllowed("This part is about nobody who could be somebody else.")
    if stands.person_id == person_id:
        return stands
    check_known([person_id])
    if Part.objects.filter(record=stands.record, person_id=person_id).exists():
        raise rules.NotAllowed("This record is about them already. Choose somebody else.")
    check_of_age(stands.record, declarations.for_part(stands), OwnAnswers(person_id, stands.role))
    before = stands.person_id
    why = line(stands.record, "identify", people=[before, person_id], reason=reason)
    known: Part = history.write(Part, id=stands.id, based_on=stands.n, values={"person_id": person_id}, line=why)
    Filing.objects.filter(record=stands.record, person_id=before).update(person_id=person_id)
    announce(events.PartCorrected(known.record_id, known.id))
    announce(events.PartIdentified(known.record_id, before, person_id))
    return known


def _write(stands: Part, declared: Area, merged: Merged, reason: str) -> Part:
    columns = {name: merged.answers[f".{name}"] for name in rules.COLUMNS if f".{name}" in merged.answers}
    answers = {name: value for name, value in merged.answers.items() if not name.startswith(".")}
    values = {"answers": answers, "area_version": declared.version, **columns}
    # The version names its line: that is where the page that shows earlier words finds the reason.
    people = [stands.person_id] if stands.person_id else None
    why = line(stands.record, "correct", people=people, reason=reason)
    changed: Part = history.write(Part, id=stands.id, based_on=stands.n, values=values, line=why)
    Record.objects.filter(id=stands.record_id).update(version=declared.version)
    announce(events.PartCorrected(stands.record_id, stands.id))
    return changed


def _check(stands: Part, declared: Area, merged: Merged, before: dict[str, Any], mine: dict[str, Any]) -> None:
    """Raise NotReady for what was sent; Overtaken where each text makes sense and only the two together do not.

    What was answered before and is left as it was is not judged anew: a question may have been added or taken away
    since, and who decides a category is not the one to answer it.
    """
    stages = guarding.stages_reached(stands.record)
    old = _problems(stands, declared, before, stages)
    if problems := _new(_problems(stands, declared, mine, stages), old, before, mine):
        raise rules.NotReady(problems)
    if problems := _new(_problems(stands, declared, merged.answers, stages), old, before, merged.answers):
        now = _said(stands, declared, {})
        clashes = tuple(Clash(n, None, now.get(n), mine.get(n)) for n in sorted(problems))
        raise Overtaken(stands, {n: v for n, v in mine.items() if not n.startswith(".")}, stands.n, clashes)


def _new(problems: dict[str, str], old: dict[str, str], before: dict[str, Any], said: dict[str, Any]) -> dict[str, str]:
    changed = {name.removeprefix(".") for name in differing(before, said)}
    return {name: words for name, words in problems.items() if name not in old or name.partition(".")[0] in changed}


def _problems(stands: Part, declared: Area, said: dict[str, Any], stages: frozenset[str]) -> dict[str, str]:
    answers = {name: value for name, value in said.items() if not name.startswith(".")}
    ahead = rules.ahead(declared, answers, today(), own=stands.person_id is not None)
    if stands.person_id is None:
        return ahead | declared.problems(answers, part="shared", stages=stages)
    columns = {name: said.get(f".{name}", getattr(stands, name)) for name in rules.COLUMNS}
    return ahead | rules.own_problems(declared, answers, stages=stages, **columns)


def _version(part: Part, n: int) -> PartVersion:
    """What was read. Raises Conflict for a version there never was."""
    found = PartVersion.objects.filter(of_id=part.id, n=n).first()
    if found is None:
        raise history.Conflict(part.id, n)
    return found


def _said(row: Part | PartVersion, declared: Area, columns: dict[str, Any]) -> dict[str, Any]:
    answers = declared.upcast(row.answers, row.area_version)
    return {**answers, **_columns({name: getattr(row, name) for name in columns})}


def _columns(columns: dict[str, Any]) -> dict[str, Any]:
    """Columns beside answers, under names no question can have."""
    return {f".{name}": value for name, value in columns.items()}
