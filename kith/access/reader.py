"""The reader: who asks, built once for each request from the post, its grants and its bars."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kith.access import rules
from kith.access.holders import grantees, live
from kith.access.hours import out_of_hours
from kith.access.kinds import ACTIONS, own_categories
from kith.access.models import Agreement, Bar, Grant, Grantee
from kith.access.table import DUTIES
from kith.access.words import BarKind, RecordType, Relation, Verb
from kith.organisations.models import Post
from kith.organisations.queries import acting_now
from kith.reference.roles import Role
from kith.tenancy import Refused, current
from kith.tenancy.prepared import Given, Prepared, together

NO_TIES: frozenset[Relation] = frozenset()


@dataclass(frozen=True)
class Reader:
    """A post at work, and what a decision may know of it."""

    post: Post
    facts: rules.ReaderFacts
    # What ties or bars this reader, by the person, record or holder it is about.
    ties: Mapping[UUID, frozenset[Relation]] = field(default_factory=dict)
    bars: Mapping[UUID, frozenset[BarKind]] = field(default_factory=dict)
    # Ties to everything, such as being on emergency duty now.
    standing: frozenset[Relation] = NO_TIES
    # Persons opened in an emergency, and until when: the banner on their pages.
    emergencies: Mapping[UUID, datetime | None] = field(default_factory=dict)
    # Confidential persons this reader has said why they look at: id -> the reason, for the line of each look.
    reasons: Mapping[UUID, str] = field(default_factory=dict)
    # Kinds of concern that whoever answers for a file has given to a team of this reader: kind -> the holders of whose
    # concerns it opens. One reader may work for several.
    given: Mapping[str, frozenset[UUID]] = field(default_factory=dict)
    # How far what was asked about is closed to everybody: read once, as ties and bars are.
    levels: dict[tuple[UUID, ...], int] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def build(cls, post_id: UUID, *, second_factor: bool, agreed: bool = True) -> "Reader":
        """The reader of the open unit. Raises Refused when the post has ended since it was chosen."""
        post = acting_now(post_id)
        if post is None:
            raise Refused(rules.Decision(False, "Your post has ended."))
        mine = grantees(post)
        now = timezone.now()
        grants, bars = together(_GRANTS.of(now=now, mine=mine), _BARS.of(now=now, mine=mine))
        # A kind of concern is no tie to the files it is of: it opens what is of that kind, and nothing besides.
        ties = [one for one in grants if one[1] != Relation.CATEGORY]
        granted = [(subject, Relation(relation), until) for subject, relation, until, _, _ in ties]
        role = Role(post.role)
        on_duty = role is Role.EDT_WORKER and out_of_hours(now)
        return cls(
            post=post,
            facts=_facts(post, role, second_factor, agreed),
            ties=_by_subject((subject, relation) for subject, relation, _ in granted),
            bars=_by_subject((subject, BarKind(kind)) for subject, kind in bars),
            standing=frozenset({Relation.EDT}) if on_duty else NO_TIES,
            emergencies={subject: until for subject, relation, until in granted if relation is Relation.BREAK_GLASS},
            reasons={subject: why for subject, relation, _, why, _ in ties if relation == Relation.REASON},
            given=_by_kind((kind, one[0]) for one in grants if one[1] == Relation.CATEGORY for kind in one[4]),
        )

    @property
    def holder_id(self) -> UUID | None:
        """Whose files this post keeps."""
        return self.post.organisation.files_of_id

    @property
    def post_id(self) -> UUID:
        return self.post.id

    @property
    def now(self) -> datetime:
        """The moment against which grants and bars are read."""
        return timezone.now()

    @property
    def barred(self) -> list[UUID]:
        """What a bar of whatever kind shuts to this reader."""
        return list(self.bars)

    @property
    def known(self) -> list[UUID]:
        """Whatever ties this reader to anything."""
        return list(self.ties)

    def why(self, person_id: UUID) -> str:
        """The reason this reader gave for looking at somebody confidential; empty where none was asked for."""
        return self.reasons.get(person_id, "")

    def own(self, area: str) -> list[str]:
        """The kinds of an area that are this reader’s own somewhere: by the role, or given to a team of theirs."""
        return sorted(own_categories(self.facts.role, area) | (self.given.keys() if area == "concern" else frozenset()))

    def given_at(self, kind: str) -> list[UUID]:
        """The holders of whose concerns this kind was given to a team of this reader."""
        return sorted(self.given.get(kind, frozenset()))

    def tied(self, because: frozenset[Relation]) -> list[UUID]:
        """The persons, records and holders one of these ties leads to."""
        return [subject for subject, ties in self.ties.items() if ties & because]

    def ties_to(self, *subjects: UUID | None) -> frozenset[Relation]:
        """All that ties this reader to any of these."""
        return self.standing.union(*(self.ties.get(id, NO_TIES) for id in filter(None, subjects)))

    def subject(
        self, record_type: RecordType, *about: UUID | None, ties: Iterable[Relation] = (), locked: bool = False
    ) -> rules.SubjectFacts:
        """What the rules must know of something row security has already shown to this reader.

        `about`: the person, the record, its holder; `ties` those only the caller knows, such as having written it.
        """
        ids = [id for id in about if id]
        return rules.SubjectFacts(
            record_type=record_type,
            holders=self.facts.holders,
            level=self._level(tuple(ids)),
            ties=self.ties_to(*ids) | frozenset(ties),
            bars=frozenset().union(*(self.bars.get(id, frozenset()) for id in ids)),
            locked=locked,
        )

    def level(self, *about: UUID) -> int:
        """How far any of these is closed to everybody."""
        return self._level(about)

    def _level(self, ids: tuple[UUID, ...]) -> int:
        if ids not in self.levels:
            self.levels[ids] = _level_of(list(ids)) if ids else 0
        return self.levels[ids]

    def decide(self, verb: Verb, subject: rules.SubjectFacts) -> rules.Decision:
        return rules.decide(self.facts, verb, subject)

    def may(self, action: str, *about: UUID | None, **more: object) -> rules.Decision:
        """The question, for a page that shows or hides a button: `reader.may("person.edit", person.id)`."""
        record_type, verb = ACTIONS[action]
        return self.decide(verb, self.subject(record_type, *about, **more))  # type: ignore[arg-type]

    def answers_for(self, duty: str) -> rules.Decision:
        """The question about what only some roles do for everybody at once: `table.DUTIES`."""
        return rules.answers_for(self.facts, DUTIES[duty])

    def check(self, action: str, *about: UUID | None, **more: object) -> rules.Decision:
        """The question, for a page that goes on only if the answer is yes. Raises Refused."""
        return require(self.may(action, *about, **more), *about)


def require(decision: rules.Decision, *subjects: UUID | None) -> rules.Decision:
    """The decision, if it is a yes. Raises Refused, with whom it was about for the ledger."""
    if not decision.allowed:
        raise Refused(rules.about(decision, tuple(id for id in subjects if id)))
    return decision


def _facts(post: Post, role: Role, second_factor: bool, agreed: bool) -> rules.ReaderFacts:
    return rules.ReaderFacts(
        role=role,
        holders=frozenset(current().holders),
        account_open=post.user.is_active,
        post_live=True,
        second_factor=second_factor,
        agreement=agreed,
        agreed_types=_agreed_types(post.organisation_id) if role is Role.PARTNER_USER else frozenset(),
    )


def _agreed_types(partner: UUID) -> frozenset[RecordType]:
    """The sorts of record that agreements with this partner are about now."""
    covered = live(Agreement).filter(party_id=partner).values_list("record_types", flat=True)
    return frozenset(RecordType(one) for types in covered for one in types)


def _by_subject(pairs: Iterable[tuple[UUID, object]]) -> dict[UUID, frozenset[object]]:
    found: dict[UUID, set[object]] = defaultdict(set)
    for subject, what in pairs:
        found[subject].add(what)
    return {subject: frozenset(whats) for subject, whats in found.items()}


def _by_kind(pairs: Iterable[tuple[str, UUID]]) -> dict[str, frozenset[UUID]]:
    found: dict[str, set[UUID]] = defaultdict(set)
    for kind, holder in pairs:
        found[kind].add(holder)
    return {kind: frozenset(holders) for kind, holders in found.items()}


def _level_of(ids: list[UUID]) -> int:
    """How far any of these is closed to everybody."""
    return max((level for (level,) in _LEVELS.rows(now=timezone.now(), ids=ids)), default=0)


_MINE = {"grantee_id__among": Given("mine")}
_TOLD = ("subject_id", "relation", "until", "purpose", "parts")
_GRANTS = Prepared(lambda: live(Grant, Given("now")).filter(**_MINE).values_list(*_TOLD))
_BARS = Prepared(lambda: live(Bar, Given("now")).filter(**_MINE).values_list("subject_id", "kind"))
_LEVELS = Prepared(
    lambda: (
        live(Bar, Given("now"))
        .filter(grantee_kind=Grantee.EVERYBODY, subject_id__among=Given("ids"))
        .values_list("level")
    )
)
