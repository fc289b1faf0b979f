"""The jobs of this room, where the queue looks for them."""

from kith.documents.sweeping import count_each_night

__all__ = ["count_each_night"]
