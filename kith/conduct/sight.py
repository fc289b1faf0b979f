"""Who sees which concern about an adult. Asked for every list and page: there is no other way to one."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.access.holders import live
from kith.access.models import Grant, Grantee, Subject
from kith.access.reader import Reader
from kith.access.rules import Decision
from kith.access.words import RecordType, Relation, Verb
from kith.conduct import rules
from kith.conduct.models import StaffConcern
from kith.organisations.models import Post
from kith.organisations.queries import live_posts
from kith.reference.roles import Role


def may(reader: Reader, verb: Verb, one: StaffConcern) -> Decision:
    """The decision of the access room, of whoever answers for it or was asked to read it; nobody else is told of it."""
    mine = reader.post.user_id in may_be_about(one)
    answers = reader.post.id in {post.id for post in who_answers(one)}
    ties = [Relation.CHAIR_OF_GOVERNORS] if answers and reader.facts.role is Role.GOVERNOR else []
    asked = reader.decide(verb, reader.subject(RecordType.STAFF_CONCERN, one.id, ties=ties))
    shown = asked.allowed and not mine and (answers or Relation.DELEGATED in reader.ties_to(one.id))
    return asked if shown else Decision(False, "This concern is not this reader’s.", outsider=True)


def open_to(reader: Reader) -> list[StaffConcern]:
    """Those this reader may read, the newest first. There are few of them in any school."""
    found = StaffConcern.objects.order_by("-written_at", "-id")
    return [one for one in found if may(reader, Verb.READ, one).allowed]


def written_by(reader: Reader) -> QuerySet[StaffConcern]:
    """What this post wrote: its receipt, and no more."""
    return StaffConcern.objects.filter(written_by=reader.post.id).order_by("-written_at", "-id")


def who_answers(one: StaffConcern) -> list[Post]:
    """Whoever answers for it now: they are told that it is there. Nobody answers for what is about themselves."""
    there = heads(one.holder_id)
    if rules.is_the_chairs(about_a_head=is_about_a_head(one), headed=there.exists()):
        there = chairs(one.holder_id)
    theirs = may_be_about(one)
    return [post for post in there if post.user_id not in theirs]


def may_be_about(one: StaffConcern) -> set[UUID]:
    """Whom it is about; where that is a name only, or a head who is not named, whoever there since that day may be
    meant. Not whoever was head when it was written, where it is about no head: the writer was asked about them."""
    if one.about_user:
        return {one.about_user}
    since = Q(until=None) | Q(until__date__gte=one.occurred_on)
    posts = Post.objects.filter(since, organisation__files_of=one.holder_id)
    meant = {post.user_id for post in posts.select_related("user") if _may_be_meant(one, post)}
    return meant if one.about_head else meant - _headed_when_written(one)


def _may_be_meant(one: StaffConcern, post: Post) -> bool:
    if post.role == Role.HEADTEACHER:
        return one.about_head or rules.may_mean(one.about_name, post.user.display_name)
    return rules.may_be_called(one.about_name, post.user.display_name)


def _headed_when_written(one: StaffConcern) -> set[UUID]:
    were = Post.objects.filter(role=Role.HEADTEACHER, organisation__files_of=one.holder_id, since__lte=one.written_at)
    return set(were.filter(Q(until=None) | Q(until__gt=one.written_at)).values_list("user_id", flat=True))


def is_about_a_head(one: StaffConcern) -> bool:
    """Whether it is or may be about a head, or was while it was open: that one has left hands it to no other."""
    return one.about_head or heads(one.holder_id).filter(user_id__in=may_be_about(one)).exists()


def colleagues(holder: UUID) -> QuerySet[Post]:
    """Everybody who has a post where these files are kept, whatever it is: one may be about any of them."""
    return live_posts().filter(organisation__files_of=holder).order_by("user__display_name", "id")


def heads(holder: UUID) -> QuerySet[Post]:
    """Who heads the place."""
    return colleagues(holder).filter(role=Role.HEADTEACHER)


def chairs(holder: UUID) -> QuerySet[Post]:
    """Who chairs the governors where these files are kept. Whoever is head there chairs nothing, by whichever post."""
    about = {"subject_kind": Subject.HOLDER, "subject_id": holder, "relation": Relation.CHAIR_OF_GOVERNORS}
    named = live(Grant).filter(grantee_kind=Grantee.POST, **about).values("grantee_id")
    return governing(holder).filter(id__in=named)


def governing(holder: UUID) -> QuerySet[Post]:
    """The governors there who may chair."""
    return colleagues(holder).filter(role=Role.GOVERNOR).exclude(user_id__in=heads(holder).values("user_id"))


def chair_of(holder: UUID) -> Post | None:
    """Who chairs there, for a page that names them."""
    return chairs(holder).order_by("id").first()


def chairs_of(holders: Collection[UUID | None]) -> dict[UUID, str]:
    """Where these files are kept -> the name of who chairs the governors there; the same, of many places at once."""
    about = {"subject_kind": Subject.HOLDER, "subject_id__in": holders, "relation": Relation.CHAIR_OF_GOVERNORS}
    named = dict(live(Grant).filter(grantee_kind=Grantee.POST, **about).values_list("grantee_id", "subject_id"))
    head = live_posts().filter(role=Role.HEADTEACHER, organisation__files_of__in=holders)
    heads_of = set(head.values_list("organisation__files_of", "user"))
    there = live_posts().filter(id__in=named, role=Role.GOVERNOR).values_list("id", "user", "user__display_name")
    return {named[id]: name for id, user, name in there if (named[id], user) not in heads_of}
