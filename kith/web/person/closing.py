"""Who is kept from this person, and how far their record is closed: set and ended, by those who answer for that."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.access import closing
from kith.access.models import Bar, Grant, Grantee
from kith.access.words import CONFIDENTIAL, RESTRICTED, SEALED, BarKind
from kith.accounts.queries import names_of
from kith.cases.queries import restricted_about
from kith.foundation.dates import in_words, london
from kith.foundation.visible import is_blank
from kith.organisations.models import Post
from kith.organisations.queries import live_posts, named
from kith.people import queries
from kith.people.models import Person
from kith.web import asks
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.person import kept_out
from kith.web.person.out_of_sight import asks_lost, work_lost
from kith.web.policy import page
from kith.web.presenters import Missing, Problems, child

KINDS = (
    (BarKind.CONFLICT.value, "A conflict of interest: their own family, or somebody they know"),
    (BarKind.EXCLUSION.value, "They are the one somebody wrote about, or close to them"),
    (BarKind.NO_CONTACT.value, "An order or a decision that they have no contact"),
)
LEVELS = (
    (str(CONFIDENTIAL), "Confidential: who does not work with the child says why before it opens"),
    (str(RESTRICTED), "Restricted: it opens to those on a list, and to nobody else"),
)
SAID = {CONFIDENTIAL: "Confidential", RESTRICTED: "Restricted", SEALED: "Sealed"}
MYSELF = "This is your own address. You will not see this person any more and can’t end it yourself."
NOBODY = "Nobody who works here signs in with this address."


@page(policy="person.close")
def closed(request: HttpRequest, id: UUID) -> HttpResponse:
    """Those kept from this person, the level, those a restricted record opens to; and forms to change each."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    one, _ = asks.person(reader, id)
    if request.method != "POST":
        return _shown(request, one)
    # Two who press at once wait here for each other, and the second finds it done.
    Person.objects.select_for_update(no_key=True).get(id=one.id)
    try:
        DO.get(request.POST.get("do", ""), _bar)(one.id, request.POST, reader)
    except Missing as not_yet:
        return _shown(request, one, not_yet.problems)
    except (closing.Sealed, closing.LastOne) as no:
        return _shown(request, one, {"level": str(no)})
    # Whoever said that they are family themselves has closed it to themselves.
    if not closing.bars_on(one.id).filter(grantee_id=reader.post.user_id).exists():
        return redirect("closed", id=id)
    kept_out.tell(request, closing.who_may_end(one.id))
    return redirect("home")


def _bar(id: UUID, typed: Mapping[str, Any], reader: Any) -> None:
    post, kind = somebody(typed.get("who", "")), typed.get("kind", "")
    problems = {} if post else {"who": NOBODY}
    if kind not in dict(KINDS):
        problems["kind"] = "Choose what keeps them from this person."
    if post and post.user_id == reader.post.user_id and typed.get("myself") != "yes":
        problems["myself"] = MYSELF
    why = why_of(typed, "bar_why", problems)
    try:
        closing.keep_from(
            user_id=post.user_id,  # type: ignore[union-attr]
            person_id=id,
            kind=BarKind(kind),
            reason=why,
            record_ids=restricted_about(id),
        )
    except closing.LastOne as no:
        raise Missing({"who": str(no)}) from None


def _end_bar(id: UUID, typed: Mapping[str, Any], reader: Any) -> None:
    bar = one_of(closing.bars_on(id), Bar, typed.get("bar", ""), id)
    closing.end_bar(bar=bar, reason=why_of(typed, f"why.{bar.id}"))


def _level(id: UUID, typed: Mapping[str, Any], reader: Any) -> None:
    level = typed.get("level", "")
    problems = {} if level in dict(LEVELS) else {"level": "Choose how far it is closed."}
    why = why_of(typed, "level_why", problems)
    closing.close(person_id=id, level=int(level), reason=why, post_id=reader.post.id)


def _lift(id: UUID, typed: Mapping[str, Any], reader: Any) -> None:
    closing.lift(person_id=id, reason=why_of(typed, "lift_why"))


def _list(id: UUID, typed: Mapping[str, Any], reader: Any) -> None:
    post = somebody(typed.get("listed", ""))
    why = why_of(typed, "listed_why", {} if post else {"listed": NOBODY})
    closing.put_on_list(person_id=id, to=post.user_id, to_kind=Grantee.USER, reason=why)  # type: ignore[union-attr]


def _unlist(id: UUID, typed: Mapping[str, Any], reader: Any) -> None:
    tie = one_of(closing.listed(id), Grant, typed.get("grant", ""), id)
    why = why_of(typed, f"off.{tie.id}")
    try:
        closing.take_off_list(grant=tie, reason=why)
    except closing.LastOne as no:
        raise Missing({f"off.{tie.id}": str(no)}) from None


DO: dict[str, Callable[[UUID, Mapping[str, Any], Any], None]] = {
    "bar": _bar, "end_bar": _end_bar, "level": _level, "lift": _lift, "list": _list, "unlist": _unlist,
}  # fmt: skip


def why_of(typed: Mapping[str, Any], name: str, problems: dict[str, str] | None = None) -> str:
    """The reason; raises with whatever else is missing."""
    found, words = dict(problems or {}), str(typed.get(name, "")).strip()
    if is_blank(words):
        found[name] = "Say why. It is written down."
    if found:
        raise Missing(found)
    return words


def somebody(email: str) -> Post | None:
    return live_posts().filter(user__email=email.strip().lower()).order_by("since", "id").first()


def one_of(live: Any, model: Any, text: str, person_id: UUID) -> Any:
    """One of those that hold; one that has ended already is found too, so that pressing twice does nothing more."""
    wanted = id_of(text)
    found = live.filter(id=wanted).first() or model.objects.filter(id=wanted, subject_id=person_id).first()
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, one: Person, errors: dict[str, str] | None = None) -> HttpResponse:
    bars, ties, level = list(closing.bars_on(one.id)), list(closing.listed(one.id)), closing.level_on(one.id)
    users = names_of([bar.grantee_id for bar in bars] + [tie.grantee_id for tie in ties])
    known = users | named([tie.grantee_id for tie in ties])
    context = {
        "child": child(queries.cards([one.id])[one.id]),
        "lost": work_lost(request.reader, one.id, [tie.grantee_id for tie in ties]),  # type: ignore[attr-defined]
        "asks": asks_lost(request.reader, one.id),  # type: ignore[attr-defined]
        "bars": [(bar.id, known.get(bar.grantee_id, ""), f"{dict(KINDS)[bar.kind]}. {since(bar)}") for bar in bars],
        "level": SAID[level.level] if level else "",
        "level_since": since(level) if level else "",
        "is_restricted": level is not None and level.level == RESTRICTED,
        "listed": [(tie.id, known.get(tie.grantee_id, ""), f"{since(tie)} {tie.purpose}") for tie in ties],
        "kinds": KINDS,
        "levels": LEVELS,
        "typed": request.POST if errors else {},
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    response = show(request, "person/closed.html", status=422 if errors else 200, **context)
    return looked(response, Line("closing.view", subjects=(one.id,)), kept=not errors)


def since(what: Any) -> str:
    return f"Since {in_words(london(what.since).date())}."
