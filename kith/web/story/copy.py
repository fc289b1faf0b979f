"""A copy of a chronology for a court, or for whoever keeps the file next: PDF, through the gate, for a purpose."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.access.reader import require
from kith.access.rules import Decision
from kith.chronology.copies import Copy, Said, Version, blocks, fingerprint, holding
from kith.chronology.models import Selection
from kith.foundation.dates import in_words, moment_in_words
from kith.foundation.paper import as_pdf
from kith.foundation.visible import is_blank
from kith.people.queries import cards
from kith.sharing import Kind, NotReleased, Released, Way, release
from kith.web import asks
from kith.web.exits import attachment
from kith.web.policy import page
from kith.web.story import kept as keeps
from kith.web.story.naming import Asked, asked_of
from kith.web.story.views import BASIS, kept_page

BASES = {
    Version.COURT: "Proceedings about the child: Family Procedure Rules 2010, Part 12 and Practice Direction 12A",
    Version.TRANSFER: BASIS,
}
NO_LINE = "It holds no line of this child. Choose a court, or other lines."
TO = {Version.COURT: Kind.COURT, Version.TRANSFER: Kind.NEXT_KEEPER}


@page(policy="person.view")
@require_POST
def copy_selection(request: HttpRequest, id: UUID, kept: UUID) -> HttpResponse:
    """The copy; what was not said, or may not leave, is said on the page it was asked from."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    asks.person(reader, id, full=True)
    found = get_object_or_404(Selection, id=kept, person_id=id)
    said, people = keeps.said_of(found, reader)
    require(Decision(bool(said), "This reader may read no line of what was put together."), id)
    if problems := _problems(request):
        return kept_page(request, id, kept, problems)
    asked = _asked(request, found, said, people)
    if problems := asked.problems:
        return kept_page(request, id, kept, problems, asked=asked)
    copy = _copy(request, found, asked.going())
    if not copy.lines:
        return kept_page(request, id, kept, {"version": NO_LINE}, asked=asked)
    try:
        released = _let_out(copy, people, found.holder_id, reader)
    except NotReleased as no:
        return kept_page(request, id, kept, {"recipient": str(no)}, asked=asked)
    content = as_pdf("Chronology", blocks(copy), foot=f"Confidential. SHA-256 {fingerprint(copy)[:16]}").content
    return attachment(released, name="chronology.pdf", content=content, content_type="application/pdf")


def _problems(request: HttpRequest) -> dict[str, str]:
    problems = {}
    if request.POST.get("version") not in Version.__members__:
        problems["version"] = "Say whom the copy is for."
    if is_blank(request.POST.get("recipient", "")):
        problems["recipient"] = "Say who receives it, for example the court and the number of the case."
    if is_blank(request.POST.get("why", "")):
        problems["why"] = "Say what the copy is for."
    return problems


def _asked(request: HttpRequest, found: Selection, said: Any, people: Sequence[UUID]) -> Asked:
    """What this version holds of the lines, and the names in it."""
    version = Version[request.POST["version"]]
    held = [(id, held) for id, one in said for held in holding(version, [one])]
    about = people if version is Version.COURT else people[:1]
    return asked_of(held, about, found.holder_id, request.POST.dict())


def _copy(request: HttpRequest, found: Selection, lines: tuple[Said, ...]) -> Copy:
    version, card = Version[request.POST["version"]], cards([found.person_id])[found.person_id]
    by, me = keeps.compiled_by(found), request.reader.post  # type: ignore[attr-defined]
    return Copy(
        version=version,
        name=card.name,
        born=in_words(card.born_on) if card.born_on else "",
        compiled_for=found.purpose,
        compiled_by=by,
        compiled_at=moment_in_words(found.at),
        taken_by=f"{me.user.display_name}, {me.title}, {me.organisation.name}",
        taken_at=moment_in_words(timezone.now()),
        purpose=request.POST["why"].strip()[:200],
        recipient=request.POST["recipient"].strip()[:200],
        lines=lines,
    )


def _let_out(copy: Copy, people: tuple[UUID, ...], holder: UUID, reader: Any) -> Released:
    """The ledger keeps the fingerprint: whoever holds a copy can be told whether it is this one."""
    return release(
        what=f"{copy.version.name.lower()} copy of a chronology, SHA-256 {fingerprint(copy)}",
        way=Way.FILE,
        kind=TO[copy.version],
        purpose=copy.purpose,
        basis=BASES[copy.version],
        subjects=people if copy.version is Version.COURT else people[:1],
        holder=holder,
        reader=reader,
        body={"lines": [[one.words, one.told, one.childs_words, one.more, one.summary] for one in copy.lines]},
        recipient=copy.recipient,
    )
