"""The jobs of this room, where the queue looks for them."""

from kith.people.merging import do_join, do_part

__all__ = ["do_join", "do_part"]
