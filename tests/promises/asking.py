"""What pages ask and what each page declares, with the answers written by hand; for the mutants of both.

The persons and parts are those of `reading`. Each function gives what is answered otherwise.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.test import RequestFactory
from django.urls import URLResolver, include, path, reverse_lazy
from django.urls.resolvers import RegexPattern

from kith.access.reader import Reader
from kith.access.rules import Decision
from kith.access.table import DUTIES
from kith.access.words import Need, Relation, Verb
from kith.cases.models import Record
from kith.foundation.ids import uuid7
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import Refused
from kith.web import asks, library_views, policy, step_up
from tests.promises.reading import Difference, World, readers

NOT_FOUND, REFUSED, OUTSIDER = "not found", "refused", "outsider"
# Role, policy, whether a post of it could ever open such a page. Nothing but a tie opens a person to early help.
EVER: tuple[tuple[Role, str, bool], ...] = (
    (Role.SYSTEM_ADMIN, asks.AT_WORK, True),
    (Role.SYSTEM_ADMIN, "person.view", False),
    (Role.DSL, "person.view", True),
    (Role.EH_WORKER, "person.edit", True),
    (Role.EH_WORKER, "import.run", False),
    (Role.SOCIAL_WORKER, "import.run", False),
    (Role.SCHOOL_ADMIN, "import.run", False),
    (Role.MASH_MANAGER, "import.run", True),
    (Role.DSL, "import.run", True),
    (Role.DSL, "transfer.send", True),
    (Role.MASH_MANAGER, "transfer.send", False),
    (Role.SCHOOL_ADMIN, "transfer.send", False),
    (Role.DSL, "file.pass", True),
    (Role.MASH_MANAGER, "file.pass", False),
    (Role.SCHOOL_STAFF, "file.pass", False),
    (Role.DSL, "organisations.keep", False),
    (Role.MASH_MANAGER, "organisations.keep", True),
    (Role.DSL, "posts.keep", False),
    (Role.SYSTEM_ADMIN, "posts.keep", True),
    (Role.SCHOOL_STAFF, "concern.submit", True),
    (Role.SCHOOL_STAFF, "concern.read", False),
    (Role.SOCIAL_WORKER, asks.AN_AREA, True),
    (Role.DSL, asks.AN_AREA, True),
    (Role.SCHOOL_STAFF, asks.AN_AREA, False),
    (Role.DSL, asks.A_RECORD, True),
    (Role.SCHOOL_STAFF, asks.A_RECORD, False),
    (Role.EWO, asks.AN_AREA, True),
    (Role.DSL, asks.SEARCH, True),
    (Role.SCHOOL_STAFF, asks.SEARCH, False),
    (Role.DSL, asks.A_REPORT, True),
    (Role.GOVERNOR, asks.A_REPORT, True),
    (Role.TRUST_DSL, asks.A_REPORT, True),
    (Role.SCHOOL_STAFF, asks.A_REPORT, False),
    (Role.EDT_WORKER, asks.GLASS, True),
    (Role.DSL, asks.GLASS, False),
)
# The address of a page that asks again.
MARKED = reverse_lazy("closed", kwargs={"id": uuid7()})
CALM = {
    Role.SCHOOL_STAFF, Role.SLT, Role.SCHOOL_NURSE, Role.FOSTER_CARER, Role.PARENT_CARER, Role.PARTNER_USER,
}  # fmt: skip
# The first steps of a concern, by who takes them.
STEPS = {
    Role.DSL: {"triaged", "void"},
    Role.DEPUTY_DSL: {"triaged"},
    Role.SCHOOL_STAFF: set(),
}


def answer(ask: Callable[[], Any]) -> Any:
    """What is given back, or how it is refused."""
    try:
        return ask()
    except Http404:
        return NOT_FOUND
    except asks.Merged as leads:
        return f"leads to {leads.into}"
    except Refused as no:
        return OUTSIDER if no.decision.outsider else REFUSED


def as_role(world: World, role: Role) -> Reader:
    """The post as this role. It is read once: what is changed here does not read it."""
    if not world.built:
        world.built = list(readers(world, tuple(Role)))
    return next(one for one in world.built if one.facts.role is role)


def of_policies(world: World) -> Iterator[Difference]:
    for role, asked, yes in EVER:
        reader = as_role(world, role)
        if asks.may_open(reader, asked) != yes:
            yield (role, asked, "a link")
        if (answer(lambda: asks.check_open(reader, asked)) is None) != yes:  # noqa: B023  (asked at once)
            yield (role, asked, "a page")
    # A role that may not write about everybody is not helped by the duty: by no column, or by a tie to one child only.
    with patch.dict(DUTIES, {"import.run": frozenset({Role.SENCO, Role.EH_WORKER})}):
        for role in (Role.SENCO, Role.EH_WORKER):
            if asks.may_open(as_role(world, role), "import.run"):
                yield (role, "a duty without the column")
    for role in Role:
        if asks.is_desk(as_role(world, role)) != (role not in CALM):
            yield (role, "dense")
        if asks.may_break_glass(as_role(world, role)) != (role in BREAKS_GLASS):
            yield (role, "glass")
        # On duty as the world has them; and by day, when nobody is.
        by_day = replace(as_role(world, role), standing=frozenset())
        if asks.is_off_duty(as_role(world, role)) or asks.is_off_duty(by_day) != (role is Role.EDT_WORKER):
            yield (role, "off duty")
    yield from of_a_password_alone(world)


def of_a_password_alone(world: World) -> Iterator[Difference]:
    """Whoever reads one area only, and not the first, is asked for a code; whom none would help is not."""
    wanted = (
        (Role.EWO, asks.AN_AREA, Need.SECOND_FACTOR),
        (Role.SCHOOL_STAFF, asks.AN_AREA, None),
        (Role.DSL, asks.A_REPORT, Need.SECOND_FACTOR),
        (Role.TRUST_DSL, asks.A_REPORT, Need.SECOND_FACTOR),
        (Role.SCHOOL_STAFF, asks.A_REPORT, None),
    )
    for role, asked, needs in wanted:
        for reader in readers(world, (role,), second_factor=False):
            if needed(lambda: asks.check_open(reader, asked)) != needs:  # noqa: B023  (asked at once)
                yield (role, asked, "a code")
    for role, second, tier in ((Role.DSL, True, None), (Role.DSL, False, Need.SECOND_FACTOR)):
        for reader in readers(world, (role,), second_factor=second):
            if {needed(lambda: asks.check_code(reader)), needed(lambda: asks.check_second_tier(reader))} != {tier}:  # noqa: B023
                yield (role, "a code for words about somebody")
    for reader in readers(world, (Role.SCHOOL_STAFF,), second_factor=False):
        if answer(lambda: asks.check_second_tier(reader)) is not None:  # noqa: B023
            yield ("a code for whoever has nothing behind one",)


def needed(ask: Callable[[], Any]) -> Need | None:
    """What somebody who was refused has to show first."""
    try:
        ask()
    except Refused as no:
        needs: Need | None = no.decision.needs
        return needs
    return None


def of_searching(world: World) -> Iterator[Difference]:
    """Taken from a role it is nobody's of that role, whatever they may read."""
    with patch.object(asks, "may_search", lambda reader: Decision(False, "Taken from this role.")):
        if asks.may_open(as_role(world, Role.DSL), asks.SEARCH):
            yield ("searching that was taken away",)


def of_the_trust(world: World) -> Iterator[Difference]:
    """Who leads safeguarding from the trust's own office keeps no files, and is told of each school all the same."""
    lead, staff = as_role(world, Role.TRUST_DSL), as_role(world, Role.SCHOOL_STAFF)
    there = [replace(one, facts=replace(one.facts, holders=frozenset())) for one in (lead, staff)]
    if [asks.may_open(one, asks.A_REPORT) for one in there] != [True, False]:
        yield ("reports of a trust",)


def of_adults(world: World) -> Iterator[Difference]:
    """The head's, and of whoever chairs the governors."""
    governor = as_role(world, Role.GOVERNOR)
    chair = replace(governor, ties={uuid7(): {Relation.CHAIR_OF_GOVERNORS}})
    others = replace(governor, ties={uuid7(): {Relation.ALLOCATED}})
    head, lead = as_role(world, Role.HEADTEACHER), as_role(world, Role.DSL)
    said = [asks.may_answer_for_adults(one) for one in (head, lead, governor, chair, others)]
    if said != [True, False, False, True, False]:
        yield ("concerns about adults", *said)


BREAKS_GLASS = {
    Role.MASH_OFFICER, Role.MASH_MANAGER, Role.EDT_WORKER, Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.CP_CHAIR,
    Role.IRO, Role.LADO,
}  # fmt: skip


def of_one_person(world: World) -> Iterator[Difference]:
    plain, closed, nobody = world.person(), world.person(level=2), uuid7()
    here, lead, listed = Person(id=plain), as_role(world, Role.DSL), as_role(world, Role.SENCO)
    admin, worker = as_role(world, Role.SYSTEM_ADMIN), as_role(world, Role.SOCIAL_WORKER)
    staff = as_role(world, Role.SCHOOL_STAFF)
    wanted = [
        (answer(lambda: asks.person(lead, plain)), (here, True)),
        (answer(lambda: asks.person(lead, plain, full=True)), (here, True)),
        (answer(lambda: asks.person(listed, plain)), (here, False)),
        (answer(lambda: asks.person(listed, plain, full=True)), REFUSED),
        (answer(lambda: asks.person(staff, plain)), REFUSED),
        (answer(lambda: asks.person(admin, plain)), OUTSIDER),
        (answer(lambda: asks.person(lead, closed)), OUTSIDER),
        (answer(lambda: asks.person(lead, nobody)), NOT_FOUND),
        (answer(lambda: asks.behind_glass(worker, plain)), here),
        (answer(lambda: asks.behind_glass(worker, nobody)), NOT_FOUND),
        (answer(lambda: asks.behind_glass(lead, plain)), OUTSIDER),
    ]
    yield from ((n, "person", found) for n, (found, right) in enumerate(wanted) if found != right)
    if set(asks.persons(staff)) or here not in set(asks.persons(lead)):
        yield ("persons",)


def of_merged_persons(world: World) -> Iterator[Difference]:
    """The address of a record that was merged leads to the one that stays, for whoever may open that."""
    plain, closed = world.person(), world.person(level=2)
    old, hidden = world.merged[plain], world.merged[closed]
    lead, listed, worker = (as_role(world, role) for role in (Role.DSL, Role.SENCO, Role.SOCIAL_WORKER))
    leads = f"leads to {plain}"
    wanted = [
        (answer(lambda: asks.person(lead, old)), leads),
        (answer(lambda: asks.person(listed, old)), leads),
        (answer(lambda: asks.person(listed, old, full=True)), REFUSED),
        (answer(lambda: asks.person(lead, hidden)), OUTSIDER),
        (answer(lambda: asks.behind_glass(worker, old)), leads),
        (answer(lambda: asks.behind_glass(lead, old)), OUTSIDER),
    ]
    yield from ((n, "merged", found) for n, (found, right) in enumerate(wanted) if found != right)


def of_one_record(world: World) -> Iterator[Difference]:
    lead, head, worker = (as_role(world, role) for role in (Role.DSL, Role.HEADTEACHER, Role.SOCIAL_WORKER))
    front = as_role(world, Role.MASH_OFFICER)
    bullying, protection = of_category(world, "bullying"), of_category(world, "child_protection")
    contact = next(made for made, area, *_ in world.parts.values() if area == "contact")
    record, closed = Record(id=bullying), Record.objects.get(id=protection)
    standing = Record.objects.get(id=bullying)
    part = {id for id, (made, *_) in world.parts.items() if made == bullying}
    wanted = [
        (answer(lambda: asks.record(lead, bullying)), record),
        (answer(lambda: asks.record(lead, contact)), OUTSIDER),
        (answer(lambda: asks.record(worker, contact, "contact")), Record(id=contact)),
        (answer(lambda: asks.record(worker, bullying)), OUTSIDER),
        (answer(lambda: asks.record(lead, uuid7())), NOT_FOUND),
        (answer(lambda: asks.any_record(lead, bullying)), record),
        (answer(lambda: asks.any_record(worker, contact)), Record(id=contact)),
        (answer(lambda: asks.any_record(lead, contact)), OUTSIDER),
        (answer(lambda: asks.any_record(lead, uuid7())), NOT_FOUND),
        ({one.area for one in asks.records(lead)}, {"concern"}),
        ({one.area for one in asks.records(worker, "contact")}, {"contact"}),
        ({one.area for one in asks.records_to_work(lead, "concern")}, {"concern"}),
        ({one.area for one in asks.records_to_work(front, "contact")}, {"contact"}),
        (set(asks.records_to_work(front, "early_help")), set()),
        (protection in {one.id for one in asks.records_to_work(head, "concern")}, False),
        (asks.workable(lead, standing), part),
        (asks.workable(head, closed), frozenset()),
        (asks.may_work(lead, standing), True),
        (asks.may_work(head, closed), False),
        (answer(lambda: asks.check_work(lead, standing)), None),
        (answer(lambda: asks.check_work(head, closed)), REFUSED),
        (asks.moves_open_to(head, closed), ()),
        ([one.record_id for one in asks.own_parts(lead, [bullying, protection])], sorted([bullying, protection])),
    ]
    yield from ((n, "record", found) for n, (found, right) in enumerate(wanted) if found != right)
    for role, steps in STEPS.items():
        if {move.end for move in asks.moves_open_to(as_role(world, role), standing)} != steps:
            yield (role, "steps")


def of_one_document(world: World) -> Iterator[Difference]:
    lead, head, admin = (as_role(world, role) for role in (Role.DSL, Role.HEADTEACHER, Role.SYSTEM_ADMIN))

    def found(reader: Reader, name: str, verb: Verb = Verb.READ) -> Any:
        said = answer(lambda: asks.document(reader, world.documents.get(name) or uuid7(), verb))
        return said if isinstance(said, str) else (said[0].id, [one.document_id for one in said[1]])

    def opened(name: str) -> Any:
        return world.documents[name], [world.documents[name]]

    wanted = [
        (found(lead, "page"), opened("page")),
        (found(lead, "page", Verb.WRITE), opened("page")),
        (found(lead, "bullying"), opened("bullying")),
        (found(lead, "secret page"), REFUSED),
        (found(lead, "secret bullying"), OUTSIDER),
        (found(lead, "closed page"), OUTSIDER),
        (found(lead, "no such document"), NOT_FOUND),
        (found(admin, "page"), OUTSIDER),
        (found(head, "protection"), opened("protection")),
        (found(head, "protection", Verb.WRITE), OUTSIDER),
    ]
    yield from ((n, "document", said) for n, (said, right) in enumerate(wanted) if said != right)


def of_category(world: World, category: str) -> Any:
    plain = world.person()
    return next(made for made, _, said, child, _, _ in world.parts.values() if (said, child) == (category, plain))


def page_as(declared: str, reader: Any = None, *, at: str = "/", **kwargs: str) -> Any:
    """What a page of this policy answers at this address, to somebody who showed long ago that it is them."""
    view = policy.page(policy=declared)(lambda request, **given: "shown")
    request = RequestFactory().get(at)
    if reader:
        request.reader = reader  # type: ignore[attr-defined]
    with patch.object(step_up.session, "is_proved", lambda request: False):
        return answer(lambda: of_the_question(view(request, **kwargs)))


def of_the_question(answered: Any) -> Any:
    """Where it leads, in place of the page."""
    return answered if isinstance(answered, str) else urlsplit(answered.url).path


def of_declared_pages(world: World) -> Iterator[Difference]:
    lead, admin, front = (as_role(world, role) for role in (Role.DSL, Role.SYSTEM_ADMIN, Role.MASH_OFFICER))
    wanted = [
        (page_as(policy.PUBLIC), "shown"),
        (page_as(policy.SIGNED_IN), "shown"),
        (page_as(asks.AT_WORK, admin), "shown"),
        (page_as("concern.read", lead), "shown"),
        (page_as("concern.read", admin), OUTSIDER),
        (page_as("area.read", front, area="contact"), "shown"),
        (page_as("area.read", lead, area="contact"), OUTSIDER),
        (page_as("area.work", front, area="nothing"), NOT_FOUND),
        # A page that is marked asks again who it is, and of nobody who may not open it.
        (page_as("person.close", lead, at=MARKED), "/sign-in/prove/"),
        (page_as("person.close", admin, at=MARKED), OUTSIDER),
    ]
    yield from ((n, "page", found) for n, (found, right) in enumerate(wanted) if found != right)


def silent(request: Any) -> None:
    """A page that declares nothing."""


def at(address: str) -> Any:
    return RequestFactory().get(address)


def meaning(view: Any) -> Any:
    """A request whose page was found already."""
    request = at("/")
    request.kith_match = SimpleNamespace(func=view, view_name="somewhere")
    return request


def of_addresses(world: World) -> Iterator[Difference]:
    off = policy.page(policy=policy.OFF)(silent)
    wanted = [
        (policy.of(at("/")), asks.AT_WORK),
        (policy.of(at("/sign-in/")), policy.PUBLIC),
        (policy.of(at("/no/such/page/")), policy.PUBLIC),
        (policy.name_of(at("/concerns/")), "board"),
        (policy.name_of(at("/no/such/page/")), ""),
        (policy.about_a_tenant(at("/")), True),
        (policy.about_a_tenant(at("/sign-in/")), False),
        (policy.is_public(at("/")), False),
        (policy.is_public(at("/sign-in/")), True),
        (policy.name_of(meaning(off)), "somewhere"),
        (answer(lambda: policy.of(meaning(off))), NOT_FOUND),
        (answer(lambda: policy.of(meaning(silent))), NOT_FOUND),
    ]
    yield from ((n, "address", found) for n, (found, right) in enumerate(wanted) if found != right)
    with patch.dict(library_views.LIBRARY_VIEWS, {"theirs": "signed_in", "ours": "off"}):
        if policy.of_view(silent, "theirs") != "signed_in" or policy.of_view(policy.page(policy="person.view")(silent),
                                                                          "ours") != "person.view":  # fmt: skip
            yield ("a page of a library",)


def of_the_walk(world: World) -> Iterator[Difference]:
    """Every page is met, by its name; and each policy that is known stops nothing, and each other one does."""
    inner = [path("c/", silent, name="c")]
    entries = [path("a/", silent, name="a"), path("b/", silent), path("in/", include((inner, "app"), namespace="in")),
               path("out/", include([path("d/", silent, name="d")]))]  # fmt: skip
    resolver = URLResolver(RegexPattern(r"^/"), entries)
    if [name for name, _ in policy.all_pages(resolver)] != ["a", "b/", "in:c", "d"]:
        yield ("the walk",)
    if "home" not in {name for name, _ in policy.all_pages()}:
        yield ("the walk of our own",)
    known = [policy.PUBLIC, policy.SIGNED_IN, policy.OFF, asks.AT_WORK, asks.AN_AREA, asks.A_RECORD, asks.GLASS,
             asks.A_REPORT, asks.SEARCH,
             "area.read", "area.work", "person.view", "posts.keep"]  # fmt: skip
    good = [(word, policy.page(policy=word)(silent)) for word in known]
    bad = [("quiet", silent), ("wrong", policy.page(policy="person.peek")(silent))]
    if stops(good) or stops(good + bad) != "These pages have no policy that access knows: quiet, wrong.":
        yield ("the start",)
    gone = "Who shows again that it is them for no page: gone."
    if stops(good, "at_work") or stops(good, "at_work", "gone") != gone:
        yield ("the marks",)


def stops(pages: list[tuple[str, Any]], *marked: str) -> str:
    """What stops the start, where these are the pages and these of them ask again."""
    marks = patch.dict(step_up.MOST_SENSITIVE, dict.fromkeys(marked), clear=True)
    with patch.object(policy, "all_pages", lambda: iter(pages)), marks:
        try:
            policy.require_everywhere()
        except ImproperlyConfigured as stopped:
            return str(stopped)
    return ""


def questions(world: World) -> Iterator[Difference]:
    with world.school.at_work(Role.DSL):
        yield from of_one_record(world)
        yield from of_one_document(world)
        yield from of_one_person(world)
        yield from of_merged_persons(world)
        yield from of_policies(world)
        yield from of_searching(world)
        yield from of_the_trust(world)
        yield from of_adults(world)


def pages(world: World) -> Iterator[Difference]:
    with world.school.at_work(Role.DSL):
        yield from of_declared_pages(world)
        yield from of_addresses(world)
        yield from of_the_walk(world)
