"""The jobs of this room, where the queue looks for them."""

from kith.people.alike import find_each_night, follow_merges
from kith.people.merging import do_join, do_part

__all__ = ["do_join", "do_part", "find_each_night", "follow_merges"]
