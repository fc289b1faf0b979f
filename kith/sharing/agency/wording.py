"""The words of a referral itself: the names of others in them are asked about as those in records are.

What was decided is kept with what goes of the first child, under the id of the referral.
"""

from collections.abc import Sequence

from kith.sharing.models import AgencyReferral
from kith.sharing.packing.asking import Words, words_of
from kith.sharing.packing.making import Choice
from kith.sharing.packing.naming import of_several
from kith.sharing.packing.offering import Offer

__all__ = ["OWN_WORDS", "own_words", "said_plainly"]

OWN_WORDS = "your own words"
_SAID = ("asks", "consent_why")


def own_words(referral: AgencyReferral, offers: Sequence[Offer]) -> Words:
    """The words, and the names in them of anybody it is not about."""
    texts = [getattr(referral, name) for name in _SAID]
    return words_of(referral.id, OWN_WORDS, texts, of_several([one.names for one in offers]))


def said_plainly(referral: AgencyReferral, chosen: Sequence[tuple[Offer, Choice]]) -> dict[str, str]:
    """The words as they go."""
    words = own_words(referral, [offer for offer, _ in chosen])
    decided = chosen[0][1].names if chosen else {}
    return {name: words.plain(getattr(referral, name), decided) for name in _SAID}
