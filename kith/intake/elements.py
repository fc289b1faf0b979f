"""One pupil of an XML file, laid flat: which element says what, what is left, and what nobody knows.

Every element of a pupil is one of four: it says something we take, it holds such elements, it says something we have
no use for (counted, so that the sender can be told), or it is not known here and is reported by name and line. So
nothing of a pupil is passed over without a word.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kith.intake.cells import Origin, Problem, Record
from kith.intake.xml_file import Node, name_of

__all__ = ["Flat", "Shape", "flat"]


@dataclass(frozen=True)
class Shape:
    """The elements of one kind of pupil."""

    # Element -> one of our fields. Of two names for one field, older versions of the file used the second.
    fields: Mapping[str, str]
    holding: frozenset[str]
    # What the file may say and we do not take, by what a person would call it.
    left: Mapping[str, str]
    # What is read as a whole, by whoever knows the kind of file.
    parts: frozenset[str]
    # A file that says nothing under one of these is told so, and its row is kept: our field -> in words.
    wanted: Mapping[str, str] = field(default_factory=dict)

    def columns(self, values: Mapping[str, str]) -> dict[str, str]:
        """Our field -> the element that gives it here, or would have to."""
        return self._usual | {self.fields[element]: element for element in values}

    @cached_property
    def _usual(self) -> dict[str, str]:
        return {ours: element for element, ours in reversed(self.fields.items())}


@dataclass
class Flat:
    """A pupil laid flat: values by element, further parts as they stand, what was left and what is wrong."""

    record: Record
    # Which of our fields have a value by now.
    said: set[str] = field(default_factory=set)
    parts: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))
    left: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)


def flat(file: str, node: Node, shape: Shape) -> Flat:
    """Lay one pupil flat. What stands twice, or holds what it should not, makes the record unreadable."""
    found = Flat(Record(Origin(file, node.sourceline or 0), {}))
    _down(node, shape, found)
    if twice := [one for one in found.problems if one.about == TWICE]:
        found.record = Record(found.record.origin, found.record.values, twice[0])
    return found


def _down(node: Node, shape: Shape, found: Flat) -> None:
    odd = bool(node.text and not node.text.isspace())
    for child in node:
        name = name_of(child.tag)
        odd = odd or bool((tail := child.tail) and not tail.isspace())
        if name in shape.fields:
            _take(child, name, shape, found)
        elif name in shape.parts:
            found.parts[name].append(child)
        elif name in shape.holding:
            _down(child, shape, found)
        elif name in shape.left:
            found.left[shape.left[name]] += 1
        else:
            found.problems.append(unknown(found.record.origin.file, child))
    if odd and (stray := _stray(node)):
        words = f"“{stray}” stands between elements, where nothing can be read. It was not taken."
        found.problems.append(_at(found, node, words, "text between elements"))


def _take(node: Node, name: str, shape: Shape, found: Flat) -> None:
    ours = shape.fields[name]
    if len(node):
        words = f"{name} holds further elements. Write its value alone."
        found.problems.append(_at(found, node, words, TWICE))
    elif ours in found.said:
        words = f"{name} is said twice of one pupil, and which is right can’t be told. Leave one and send it again."
        found.problems.append(_at(found, node, words, TWICE))
    else:
        found.said.add(ours)
        found.record.values[name] = node.text or ""


def unknown(file: str, node: Node) -> Problem:
    """An element with a name nobody gave it."""
    name = name_of(node.tag)[:60]
    words = "this element is not known here, and nothing in it was taken. Is it spelt as the specification has it?"
    return Problem(Origin(file, node.sourceline or 0), name, words, "elements that are not known")


def _at(found: Flat, node: Node, words: str, about: str) -> Problem:
    return Problem(Origin(found.record.origin.file, node.sourceline or 0), name_of(node.tag), words, about)


def _stray(node: Node) -> str:
    texts = (node.text, *(child.tail for child in node))
    return " ".join(filter(None, ((text or "").strip() for text in texts)))[:40]


TWICE = "pupils whose elements can’t be told apart"
