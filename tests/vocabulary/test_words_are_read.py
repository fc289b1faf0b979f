"""Declare once, derive the rest: a word of the vocabulary that nothing derives anything from is no word."""

import dataclasses
import re
from pathlib import Path

import pytest

from kith.vocabulary import Area
from kith.vocabulary.changes import Carry, Chain, Upcast
from kith.vocabulary.words import Clock, Field, Keep, Move, Part, See, Share, Stage

SAID_IN = (Area, Part, Field, Stage, Move, Clock, Keep, See, Share, Carry, Chain, Upcast)
PRODUCT = "\n".join(path.read_text(encoding="utf-8") for path in Path("kith").rglob("*.py"))


def is_read(word):
    return re.search(rf"\.{word}\b", PRODUCT) is not None


@pytest.mark.parametrize("kind", SAID_IN, ids=lambda kind: kind.__name__)
def test_every_word_of_a_declaration_is_read(kind):
    assert [field.name for field in dataclasses.fields(kind) if not is_read(field.name)] == []


def test_a_word_nobody_reads_is_found():
    """The control."""
    assert not is_read("delegated_to")
