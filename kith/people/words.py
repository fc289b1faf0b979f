"""The words of names each holder has met, by the keys a mistyped or misheard one shares with them.

Kept by word and not by person: a council of 300,000 has some ten thousand words. A search asks for the words first and
then, as for any name, who of those that may be seen is called so. Written with the names; each night `sweep` forgets
what nobody is called any more and learns what a writer of another holder could not.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from kith.people.models import Known, NameKey, NameToken
from kith.people.tokens import is_word, keys
from kith.tenancy import waiting
from kith.tenancy.bulk import insert_many
from kith.tenancy.prepared import Given, Prepared

__all__ = ["follow", "learn", "learn_names", "sharing_a_key", "sweep"]


def learn(holder_id: UUID, tokens: Iterable[str]) -> None:
    """A holder meets these words. Of two writers at once both may write one: it is read once all the same."""
    met = sorted({token for token in tokens if is_word(token) and keys(token)})
    if not met:
        return
    waiting.beside_others(f"words {holder_id}")
    there = NameKey.objects.filter(holder_id=holder_id, key__among=met, key=F("word"))
    new = sorted(set(met) - set(there.values_list("word", flat=True)))
    insert_many(NameKey, [NameKey(holder_id=holder_id, word=w, key=k) for w in new for k in sorted(keys(w))])


def follow(tokens: Iterable[Mapping[str, Any]]) -> None:
    """Each holder that knows these persons meets the words of their names."""
    of_person: dict[UUID, set[str]] = defaultdict(set)
    for row in tokens:
        of_person[row["person_id"]].add(row["token"])
    met: dict[UUID, set[str]] = defaultdict(set)
    known = _known().filter(person_id__in=list(of_person)).values_list("holder_id", "person_id")
    for holder, person in known.order_by("holder_id"):
        met[holder] |= of_person[person]
    for holder, words in met.items():
        learn(holder, words)


def learn_names(person_id: UUID, holder_id: UUID) -> None:
    """A holder comes to know somebody who has their names already."""
    learn(holder_id, NameToken.objects.filter(person_id=person_id).values_list("token", flat=True))


def sharing_a_key(words: Iterable[str]) -> list[str]:
    """The words of names here that share a key with one of these: whether they are alike is for the rules to say."""
    asked = sorted({key for word in words for key in keys(word)})
    return _SHARING.rows(keys=asked) if asked else []


_SHARING = Prepared(
    lambda: NameKey.objects.filter(key__among=Given("keys")).values_list("word", flat=True).distinct().order_by()
)


def sweep(holder_id: UUID) -> bool:
    """Forget what nobody a holder knows is called any more, and learn what is missing. False while somebody writes."""
    if not waiting.alone_or_not(f"words {holder_id}"):
        return False
    borne = NameToken.objects.filter(person_id__in=_known().filter(holder_id=holder_id).values("person_id"))
    words = set(borne.values_list("token", flat=True).distinct())
    met = NameKey.objects.filter(holder_id=holder_id)
    gone = set(met.filter(key=F("word")).values_list("word", flat=True)) - words
    met.filter(word__in=gone).delete()
    learn(holder_id, words)
    return True


def _known() -> QuerySet[Known]:
    return Known.objects.filter(Q(until=None) | Q(until__gt=timezone.now()))
