"""Scanned paper files, many at once: read with their index, matched as an import matches, reviewed, filed, taken back.

What came is kept in the vault from the first, and hangs on nobody until somebody has looked at whose it is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.access.reader import Reader
from kith.cases import filing
from kith.documents.arriving import Arrived, Ready, arrive
from kith.documents.models import Document
from kith.foundation.dates import today
from kith.foundation.ids import random_id
from kith.foundation.visible import is_blank
from kith.intake.facts import child_of
from kith.intake.models_papers import Paper, PaperLoad
from kith.intake.paper_index import Line, read_index
from kith.intake.paper_sight import open_to, people_of, sight_of
from kith.intake.sources import BadFile
from kith.people.linking import link
from kith.people.matching import Outcome
from kith.people.models import PersonIdentifier
from kith.tenancy import current

__all__ = ["NotNow", "bring", "file", "undo"]

SEVERAL = "It is an e-mail with something attached, and a line is about one file. Save what was attached by itself."
UNLISTED = "The index has no line for this file, so it was not kept."
NO_FILE = "The index names a file that did not come with it."
SAME_NAME = "Several files came under this name, so nobody knows which is meant. None was kept: name each otherwise."
TWICE = "The index names this file more than once, so nobody knows whose it is. It was not kept."
NOBODY = "Nobody in your records is like this."
SEVERAL = "More than one record has this UPN."
NOT_THEIRS = "Some of these papers are not open to you. Ask somebody else to take the load back."


class NotNow(ValueError):
    """What keeps a step from being taken. The message is a sentence."""


@dataclass(frozen=True)
class _Found:
    outcome: str
    reasons: tuple[str, ...]
    person: UUID | None = None
    candidates: tuple[UUID, ...] = ()

    @property
    def people(self) -> frozenset[UUID]:
        return frozenset(id for id in (self.person, *self.candidates) if id)


def bring(*, index: tuple[str, bytes], files: Sequence[Arrived], reader: Reader) -> PaperLoad:
    """Keep the files the index lists, and say of each whose it may be. Raises BadFile; then nothing is kept."""
    if reader.holder_id is None:
        raise BadFile("Your post keeps no files of children.")
    lines = list(read_index(*index, today=today()))
    if not lines or not files:
        raise BadFile("Choose the index and the files it lists.")
    load = PaperLoad.objects.create(holder_id=reader.holder_id, at=timezone.now(), by=current().doer.post_id)
    came = _by_name(files)
    named = [line.file for line in lines]
    found, papers = _whose(lines, reader), []
    for n, line in enumerate(lines):
        missing = _missing(came.get(line.file, ()), named.count(line.file))
        file = None if missing else came[line.file][0]
        papers.append(_paper(load, n, line, file, found[line.n], missing))
    unlisted = [name for name in sorted(set(came) - set(named)) for _ in came[name]]
    for n, name in enumerate(unlisted, start=len(lines)):
        about = {"n": n, "line": 0, "about": name[:200], "outcome": Paper.Outcome.NOBODY, "reasons": [UNLISTED]}
        papers.append(Paper(load=load, holder_id=load.holder_id, **about))
    Paper.objects.bulk_create(papers)
    people = {id for one in papers for id in people_of(one)}
    counts = {"load": str(load.id), "papers": len(papers), "kept": sum(one.document_id is not None for one in papers)}
    audit.record("papers.bring", subjects=sorted(people), holder=load.holder_id, detail=counts)
    return load


def _by_name(files: Sequence[Arrived]) -> dict[str, list[Arrived]]:
    """The index knows no folders, so files of two folders may come under one name."""
    came: dict[str, list[Arrived]] = {}
    for one in files:
        came.setdefault(PurePosixPath(one.name.replace("\\", "/")).name, []).append(one)
    return came


def _missing(came: Sequence[Arrived], named: int) -> str:
    """Why no file is kept for a line whose file came so often and is named so often; nothing where one is."""
    if not came:
        return NO_FILE
    if len(came) > 1:
        return SAME_NAME
    return TWICE if named > 1 else ""


def _paper(load: PaperLoad, n: int, line: Line, file: Arrived | None, found: _Found, missing: str) -> Paper:
    document, why = _kept(load, line, file) if file else (None, (f"{missing} It is {line.file[:200]}.",))
    outcome, reasons = (found.outcome, found.reasons) if document else (Paper.Outcome.NOBODY, ())
    return Paper(
        load=load,
        holder_id=load.holder_id,
        n=n,
        line=line.n,
        about=line.about or line.file[:200],
        outcome=outcome,
        reasons=[*why, *line.wrong, *reasons],
        # Of a line without its file too: whoever is kept from them is not shown what it says.
        candidates=list(found.candidates),
        document=document,
        person_id=found.person,
    )


def _kept(load: PaperLoad, line: Line, file: Arrived) -> tuple[Document | None, tuple[str, ...]]:
    """What was kept of this file; or why it was turned away."""
    ready, turned = arrive([file])
    why = tuple(one.why for one in turned)
    if len(ready) != 1:
        return None, why or (SEVERAL,)
    titled = _titled(ready[0], line)
    return filing.set_aside(
        holder=load.holder_id, ready=titled, token=random_id(), kind=line.kind, dated=line.dated
    ), why


def _titled(ready: Ready, line: Line) -> Ready:
    """Called as the index calls it."""
    return replace(ready, name=f"{line.title}{PurePosixPath(ready.name).suffix}") if line.title else ready


def _whose(lines: Sequence[Line], reader: Reader) -> dict[int, _Found]:
    """By the number of its line: the rule of imports over name, birthday and numbers; a UPN alone finds who has it."""
    children = {line.n: child_of(line.pupil) for line in lines if line.pupil}
    found = {line.n: _Found(Paper.Outcome.NOBODY, (NOBODY,) if line.upn else ()) for line in lines}
    for decided in link(children, holder_id=reader.holder_id):  # type: ignore[arg-type]
        for n, one in decided.items():
            outcome = Paper.Outcome.NOBODY if one.outcome is Outcome.NEW else Paper.Outcome(one.outcome.value)
            found[n] = _Found(outcome, one.reasons, one.person_id, one.candidates)
    alone = [line for line in lines if line.pupil is None and line.upn]
    having = PersonIdentifier.objects.filter(kind="upn", value__in=[line.upn for line in alone])
    by_upn: dict[str, list[UUID]] = {}
    for value, person in having.values_list("value", "person_id"):
        by_upn.setdefault(value, []).append(person)
    for line in alone:
        people = tuple(dict.fromkeys(by_upn.get(line.upn, [])))
        if len(people) == 1:
            found[line.n] = _Found(Paper.Outcome.MATCHED, ("Has this UPN.",), people[0])
        elif people:
            found[line.n] = _Found(Paper.Outcome.REVIEW, (SEVERAL,), None, people)
    return _shown(found, reader)


def _shown(found: Mapping[int, _Found], reader: Reader) -> dict[int, _Found]:
    """Nobody this reader may not write about is named: of them it reads as of somebody who is not here."""
    open_ = open_to({id for one in found.values() for id in one.people}, reader)
    return {n: _of_these(one, open_) for n, one in found.items()}


def _of_these(one: _Found, open_: Collection[UUID]) -> _Found:
    """What it says of the others goes with them."""
    if one.people <= set(open_):
        return one
    if not one.people & set(open_):
        return _Found(Paper.Outcome.NOBODY, (NOBODY,))
    return _Found(Paper.Outcome.REVIEW, (), None, tuple(id for id in (one.person, *one.candidates) if id in open_))


def file(*, load: PaperLoad, chosen: Mapping[UUID, UUID | None], reader: Reader) -> int:
    """Hang each on the child who was chosen for it: what is certain without a word, the others as somebody says. Where
    nobody is chosen in so many words (None) it waits on.

    Returns how many. Raises NotNow where the load was taken back.
    """
    load = PaperLoad.objects.select_for_update().get(id=load.id)
    if load.undone_at:
        raise NotNow("These papers were taken back. Bring them again.")
    done = 0
    waiting = list(load.papers.exclude(document=None).filter(filed_at=None).order_by("n"))
    sight = sight_of(waiting, reader)
    for paper in waiting:
        person = chosen.get(paper.id, paper.person_id)
        if person not in people_of(paper) & sight.open_to or sight.keeps(paper):
            continue
        filing.hang(document_id=paper.document_id, people=[person])
        paper.person_id, paper.filed_at, paper.about, paper.candidates = person, timezone.now(), "", []
        paper.save(update_fields=["person", "filed_at", "about", "candidates"])
        done += 1
    return done


def undo(*, load: PaperLoad, why: str, reader: Reader) -> int:
    """Take all of them back: each stays in its place, struck through, and opens no more. Returns how many."""
    load = PaperLoad.objects.select_for_update().get(id=load.id)
    if is_blank(why):
        raise NotNow("Say why they are taken back, in a sentence.")
    if load.undone_at:
        raise NotNow("They were taken back before.")
    _check_open(load, reader)
    papers = list(load.papers.exclude(document=None).select_related("document__holder"))
    for paper in papers:
        if not paper.document.voidings.exists():
            filing.void(document_id=paper.document_id, reason=why.strip())
    load.papers.update(about="", candidates=[])
    load.undone_at, load.undone_by, load.undone_why = timezone.now(), current().doer.post_id, why.strip()
    load.save(update_fields=["undone_at", "undone_by", "undone_why"])
    people = sorted({one.person_id for one in papers if one.person_id})
    audit.record("papers.undo", subjects=people, holder=load.holder_id, reason=why.strip(), detail={"n": len(papers)})
    return len(papers)


def _check_open(load: PaperLoad, reader: Reader) -> None:
    """Nobody strikes through what is about somebody they are kept from."""
    papers = list(load.papers.all())
    sight = sight_of(papers, reader)
    if any(sight.keeps(one) for one in papers):
        raise NotNow(NOT_THEIRS)
