"""Who is called almost so: with one letter more, less or wrong, another form of the name, or one that sounds alike."""

from collections.abc import Sequence
from itertools import product
from uuid import UUID

from jellyfish import damerau_levenshtein_distance

from kith.people import words
from kith.people.lookups import Among, Where, bearers
from kith.people.short_forms import forms_of
from kith.people.tokens import may_go_on
from kith.people.why import likeness_of

__all__ = ["alternatives", "ids"]

# So many words for one that was typed, so many pairs of them, and so many persons of each.
MOST_WORDS, MOST_BESIDE_ANOTHER, MOST_PAIRS, MOST_OF_EACH = 30, 16, 200, 20


def ids(among: Among, asked: Sequence[str], most: int) -> list[UUID]:
    """Persons whose names may be meant, the likeliest first. The rule in `why` judges each."""
    if not asked:
        return []
    here = words.sharing_a_key(asked)
    near = {word: alternatives(word, here) for word in asked}
    where = _alone(near[asked[0]]) if len(asked) == 1 else _in_pairs(asked, near)
    return bearers(among, where, min(most, MOST_OF_EACH))[: 3 * most]


def alternatives(word: str, here: Sequence[str]) -> list[str]:
    """What may have been meant by a word, of the words there are here, likeliest first; itself not among them."""
    might = {*here, *forms_of(word)} - {word}
    like = {one: how for one in might if (how := likeness_of(word, one)) is not None}
    return sorted(like, key=lambda one: (like[one], damerau_levenshtein_distance(word, one), one))[:MOST_WORDS]


def _alone(near: Sequence[str]) -> list[Where]:
    return [Where(word) for word in near]


def _in_pairs(asked: Sequence[str], near: dict[str, list[str]]) -> list[Where]:
    """A word and the surname it may stand beside: first and last as typed, the other way, and first and second."""
    orders = dict.fromkeys([(asked[0], asked[-1]), (asked[-1], asked[0]), (asked[0], asked[1])])
    pairs = [
        (n + m, one, surname)
        for a, b in orders
        for (n, one), (m, surname) in product(_with_itself(a, near), _with_itself(b, near))
        if len(asked) > 2 or n + m
    ]
    cheapest = sorted(pairs, key=lambda pair: pair[0])[:MOST_PAIRS]
    begun = asked[-1] if len(asked[-1]) < 3 and may_go_on(asked[-1], asked) else ""
    return [Where.beside(one, surname, whole=surname != begun) for _, one, surname in cheapest]


def _with_itself(word: str, near: dict[str, list[str]]) -> list[tuple[int, str]]:
    return list(enumerate([word, *near[word][:MOST_BESIDE_ANOTHER]]))
