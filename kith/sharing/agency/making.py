"""What goes to an agency: the referral in words, and of each child what was chosen."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import accumulate
from typing import Any

from kith.foundation.dates import today
from kith.organisations.models import Post
from kith.reference.codes import code_set
from kith.sharing.agency import sheets
from kith.sharing.agency.local import policy_of
from kith.sharing.agency.rules import BASES, days_of
from kith.sharing.agency.wording import said_plainly
from kith.sharing.models import AgencyReferral
from kith.sharing.packing.contents import fingerprint_of
from kith.sharing.packing.making import MOST_BYTES, Choice, Made, calls_itself, content_of, documents_of
from kith.sharing.packing.offering import Offer

__all__ = ["make", "spoken_of"]


def make(referral: AgencyReferral, chosen: Sequence[tuple[Offer, Choice]], sender: Post) -> Made:
    """The referral with its children, as it would go now."""
    documents = [documents_of(*one) for one in chosen]
    firsts = accumulate((len(one) for one in documents), initial=1)
    children = [
        content_of(offer, choice, going, first=first)
        for (offer, choice), going, first in zip(chosen, documents, firsts, strict=False)
    ]
    file = {"referral": spoken_of(referral, sender) | said_plainly(referral, chosen), "children": children}
    sha256 = fingerprint_of(file)
    _, pages = sheets.referral_pdf(file, sha256)
    going = tuple(one for some in documents for one in some)
    return Made(file, sha256, pages, going, sum(one.kept.now.size for one in going) > MOST_BYTES)


def spoken_of(referral: AgencyReferral, sender: Post) -> dict[str, Any]:
    """The referral itself: from whom, to whom, what is asked, on what basis, by when they answer."""
    days = days_of(today(), referral.kind, policy_of(referral.holder_id))
    return {
        "agency": code_set("agency").label(referral.kind),
        "to": referral.to_name,
        "person": referral.to_person,
        "asks": referral.asks,
        "basis": dict(BASES)[referral.basis],
        "consent": code_set("consent").label(referral.consent),
        "consent_why": referral.consent_why,
        "from": {"name": sender.user.display_name, "role": sender.title, "reached": sender.user.email},
        "school": calls_itself(referral.organisation),
        "on": today().isoformat(),
        **{name: day.isoformat() for name, day in asdict(days).items() if name == "answer_by"},
    }
