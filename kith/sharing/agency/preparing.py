"""A referral is begun: about whom, to whom, for what, on what basis; and which records of each child go."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.access.reader import Reader
from kith.cases.models import Record
from kith.cases.once import once
from kith.foundation.visible import is_blank
from kith.organisations.models import Organisation
from kith.reference.codes import code_set
from kith.sharing.agency import rules
from kith.sharing.agency.wording import own_words
from kith.sharing.models import AgencyChild, AgencyReferral
from kith.sharing.packing import asking, offering
from kith.sharing.packing.making import Choice, undecided, usual
from kith.sharing.packing.offering import Offer
from kith.tenancy import current

__all__ = ["Asked", "begin", "change", "choice_of", "choose", "offers", "problems_of", "still_open", "words_open"]


@dataclass(frozen=True)
class Asked:
    """What somebody typed of a referral."""

    kind: str
    to_name: str
    to_person: str
    reached: str
    asks: str
    basis: str
    consent: str
    consent_why: str


def problems_of(asked: Asked, people: Collection[UUID]) -> dict[str, str]:
    """What is missing: field -> a sentence."""
    found = {} if people else {"people": "Choose at least one child."}
    found |= {} if asked.kind in code_set("agency") else {"kind": "Choose which agency it is."}
    found |= {"to_name": "Write the name of the team or service."} if is_blank(asked.to_name) else {}
    found |= {"asks": "Say what they are asked to do."} if is_blank(asked.asks) else {}
    found |= {} if asked.basis in dict(rules.BASES) else {"basis": "Choose on what basis it is told."}
    found |= {} if asked.consent in code_set("consent") else {"consent": "Choose what was said about consent."}
    if asked.consent in rules.WITHOUT_CONSENT and is_blank(asked.consent_why):
        found["consent_why"] = rules.NEEDS_WHY
    return found


@once(AgencyReferral)
def begin(
    *, organisation: Organisation, record: Record | None, asked: Asked, people: Collection[UUID]
) -> AgencyReferral:
    """Nothing has gone yet. Ask `problems_of` first, and only for children the reader may open."""
    referral = AgencyReferral.objects.create(
        organisation=organisation,
        holder_id=organisation.files_of_id,
        record=record,
        begun_at=timezone.now(),
        begun_by=current().doer.post_id,
        **vars(asked),
    )
    for person in people:
        AgencyChild.objects.create(referral=referral, holder_id=referral.holder_id, person_id=person)
    line(referral, "begin", people)
    return referral


def change(referral: AgencyReferral, asked: Asked) -> None:
    """Before it has gone, or before it goes again, the words may be others."""
    for name, value in vars(asked).items():
        setattr(referral, name, value)
    referral.save()
    line(referral, "change", [one.person_id for one in referral.children.all()])


def offers(referral: AgencyReferral, reader: Reader) -> list[tuple[AgencyChild, Offer]]:
    """Of each child what there is to go, as far as this reader may read it."""
    return [
        (one, offering.offer(one, reader, whole=False))
        for one in referral.children.select_related("referral").order_by("id")
    ]


def choose(child: AgencyChild, choice: Choice) -> None:
    """Keep which records and documents go and what was decided of each name."""
    child.chosen = choice.as_kept()
    child.save(update_fields=["chosen"])


def choice_of(child: AgencyChild, offer: Offer) -> Choice:
    """What was chosen; where nobody has chosen yet, the record the referral began from and nothing else."""
    if child.chosen:
        return Choice.kept(child.chosen)
    begun = child.referral.record_id
    return Choice(frozenset(one for one in usual(offer).records if one == begun))


def still_open(choices: Collection[tuple[Offer, Choice]]) -> dict[str, str]:
    """Names nobody has decided about: field -> a sentence. That no record goes is allowed: the words may be enough."""
    return {field: words for offer, choice in choices for field, words in undecided(offer, choice)}


def words_open(referral: AgencyReferral, choices: Sequence[tuple[Offer, Choice]]) -> dict[str, str]:
    """The same of the names in the words of the referral itself."""
    words = own_words(referral, [offer for offer, _ in choices])
    decided = choices[0][1].names if choices else {}
    return dict(asking.undecided(words.id, words.called, words.asks, decided))


def line(
    referral: AgencyReferral, verb: str, people: Collection[UUID], detail: Mapping[str, str] | None = None
) -> None:
    about = {"referral": str(referral.id), "agency": referral.kind, **(detail or {})}
    audit.record(f"agency.{verb}", subjects=list(people), holder=referral.holder_id, detail=about)
