"""What stands on a status and goes on when that one ends: whoever ends the one is told of the other."""

from kith.access.reader import Reader
from kith.areas import area as area_named
from kith.cases import chains
from kith.web.standing.sight import Chained, Stands, whose, words_of


def going_on(seen: Chained, reader: Reader) -> tuple[Stands, ...]:
    """The chains of this person that stand on this one and are open, as far as the reader may read them."""
    declared = area_named(seen.record.area, seen.record.version).chains
    resting = [one for one in declared if one.stands_on == seen.chain.name]
    if not resting or seen.last is None:
        return ()
    last, who = chains.last_of([seen.person_id], reader), whose(seen)
    found = [(one, last.get((seen.person_id, one.name))) for one in resting]
    return tuple(
        Stands(seen.record.area, seen.record.id, who.id, who.name, chain.name, chain.title, words_of(chain, link))
        for chain, link in found
        if link is not None and link.until_on is None
    )
