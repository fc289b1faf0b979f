"""Who may open one record alone: it is restricted to a list, the list is kept, and it is lifted again."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.access import closing, closing_record
from kith.access.models import Grant, Grantee
from kith.access.words import RESTRICTED
from kith.accounts.queries import names_of
from kith.areas import area
from kith.cases import linking
from kith.cases.models import Record
from kith.cases.writing import everybody_in
from kith.organisations.queries import named
from kith.web import asks
from kith.web.addresses import address_of
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.person.closing import NOBODY, one_of, since, somebody, why_of
from kith.web.person.out_of_sight import asks_lost
from kith.web.policy import page
from kith.web.presenters import Missing, Problems

__all__ = ["closed_words", "record_closed"]


@page(policy="person.close")
def record_closed(request: HttpRequest, id: UUID) -> HttpResponse:
    """Whether it opens to a list alone, who is on it, and forms to change each."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    record = asks.any_record(reader, id)
    if request.method != "POST":
        return _shown(request, record)
    # Two who press at once wait here for each other, and the second finds it done.
    Record.objects.select_for_update(no_key=True).get(id=id)
    try:
        DO.get(request.POST.get("do", ""), _restrict)(id, request.POST, reader)
    except Missing as not_yet:
        return _shown(request, record, not_yet.problems)
    except (closing.Sealed, closing.LastOne) as no:
        return _shown(request, record, {"why": str(no)})
    return redirect("record_closed", id=id)


def closed_words(record_id: UUID) -> str:
    """What those to whom it opens have to know of a record that is restricted by itself; else empty."""
    level = closing.level_on(record_id)
    if level is None or level.level != RESTRICTED:
        return ""
    by = " and ".join(f"{one.user.display_name}, {one.title}" for one in closing.keepers(record_id))
    kept = f"The list is kept by {by}." if by else "Nobody on the list may change it."
    return f"It opens only to those on its list. {kept} Speak of it with nobody else."


def _restrict(id: UUID, typed: Mapping[str, Any], reader: Any) -> None:
    why = why_of(typed, "why")
    closing_record.restrict(record_id=id, persons=_persons(id), reason=why, post_id=reader.post.id)


def _lift(id: UUID, typed: Mapping[str, Any], reader: Any) -> None:
    closing_record.lift(record_id=id, persons=_persons(id), reason=why_of(typed, "lift_why"))


def _list(id: UUID, typed: Mapping[str, Any], reader: Any) -> None:
    post = somebody(typed.get("listed", ""))
    why = why_of(typed, "listed_why", {} if post else {"listed": NOBODY})
    to: Any = post and post.user_id
    closing_record.put_on_list(record_id=id, persons=_persons(id), to=to, to_kind=Grantee.USER, reason=why)


def _unlist(id: UUID, typed: Mapping[str, Any], reader: Any) -> None:
    tie = one_of(closing.listed(id), Grant, typed.get("grant", ""), id)
    why = why_of(typed, f"off.{tie.id}")
    try:
        closing_record.take_off_list(grant=tie, persons=_persons(id), reason=why)
    except closing.LastOne as no:
        raise Missing({f"off.{tie.id}": str(no)}) from None


DO: dict[str, Callable[[UUID, Mapping[str, Any], Any], None]] = {
    "restrict": _restrict, "lift": _lift, "list": _list, "unlist": _unlist,
}  # fmt: skip


def _beside(record: Record, reader: Any) -> list[tuple[UUID, str, bool]]:
    """What was begun from it or is joined to it otherwise: id, words, and whether it is closed by itself too."""
    joined = [one for _, one in linking.joined_to(record, reader)]
    return [(one.id, f"{area(one.area).title} {one.reference}", bool(closed_words(one.id))) for one in joined]


def _persons(id: UUID) -> list[UUID]:
    return everybody_in(Record.objects.get(id=id))


def _shown(request: HttpRequest, record: Record, errors: dict[str, str] | None = None) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    ties, level = list(closing.listed(record.id)), closing.level_on(record.id)
    ids = [tie.grantee_id for tie in ties]
    known = names_of(ids) | named([*ids, *filter(None, [record.owner_post])])
    context = {
        "reference": record.reference,
        "title": area(record.area).title,
        "back": address_of(record.area, record.id),
        "level_since": since(level) if level else "",
        "listed": [(tie.id, known.get(tie.grantee_id, ""), f"{since(tie)} {tie.purpose}") for tie in ties],
        "asks": () if level else asks_lost(reader, record.id),
        "beside": _beside(record, reader),
        "owner": known.get(record.owner_post, "") if record.owner_post != reader.post.id else "",
        "typed": request.POST if errors else {},
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    response = show(request, "record/closed.html", status=422 if errors else 200, **context)
    about = tuple(part.person_id for part in asks.own_parts(reader, [record.id]) if part.person_id)
    detail = {"reference": record.reference}
    return looked(
        response, Line("closing.view", subjects=about, holder=record.holder_id, detail=detail), kept=not errors
    )
