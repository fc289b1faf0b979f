"""Who else is named in the lines of a copy: each name is asked about before it goes, as in whatever else leaves."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from kith.chronology.copies import Said
from kith.organisations.models import Organisation
from kith.sharing.packing.asking import OUT, Decided, Words, undecided, words_of
from kith.sharing.packing.naming import Names, of_several
from kith.sharing.packing.offering import names_around
from kith.web.packing.boxes import DECISIONS, Word, words_asked
from kith.web.packing.form import decided_of

__all__ = ["CHOICES", "Asked", "asked_of"]

CHOICES = (*DECISIONS[:2], (OUT, "This line stays out"))


@dataclass(frozen=True)
class _Whose:
    person_id: UUID
    organisation_id: UUID


@dataclass(frozen=True)
class Asked:
    """The lines of a copy with the names in them, and what was decided of each."""

    lines: Sequence[tuple[Words, Said]]
    decided: Decided

    @property
    def problems(self) -> dict[str, str]:
        """What nobody has decided yet: field -> a sentence."""
        found = (undecided(words.id, words.called, words.asks, self.decided) for words, _ in self.lines)
        return {field: words for some in found for field, words in some}

    def shown(self, errors: Mapping[str, str]) -> list[tuple[str, tuple[Word, ...]]]:
        """For the page: the day and the words of a line, and what is asked of each name in it."""
        return [
            (f"{said.day}: {said.words}", words_asked(words.id, words.asks, self.decided, errors))
            for words, said in self.lines
            if words.asks
        ]

    def going(self) -> tuple[Said, ...]:
        """The lines as they go."""
        return tuple(self._plain(words, one) for words, one in self.lines if not words.stays(self.decided))

    def _plain(self, words: Words, one: Said) -> Said:
        def plain(text: str) -> str:
            return words.plain(text, self.decided)

        return replace(
            one,
            words=plain(one.words),
            told=plain(one.told),
            childs_words=plain(one.childs_words),
            more=tuple((title, plain(said)) for title, said in one.more),
            summary=plain(one.summary),
        )


def asked_of(
    lines: Sequence[tuple[UUID, Said]], people: Collection[UUID], holder: UUID, given: Mapping[str, Any]
) -> Asked:
    """What is asked of these lines, which are about these people; and what was decided in the form."""
    names = _names(people, holder)
    asked = [(words_of(id, f"the line of {one.day}", _texts(one), names), one) for id, one in lines]
    typed = {name: str(value) for name, value in given.items()}
    return Asked(asked, {at: what for w, _ in asked for at, what in decided_of(w.id, w.asks, typed).items()})


def _names(people: Collection[UUID], holder: UUID) -> Names:
    """Of whoever was ever a pupil or worked where these files are kept, or stands in a record with one of them."""
    places = Organisation.objects.filter(files_of=holder).order_by("id").values_list("id", flat=True)
    return of_several([names_around(_Whose(person, place)) for person in people for place in places])


def _texts(one: Said) -> Iterator[str]:
    """What somebody wrote; who wrote it is said by its source."""
    yield from (one.words, one.told, one.childs_words, one.summary)
    yield from (said for _, said in one.more)
