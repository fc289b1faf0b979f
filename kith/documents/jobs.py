"""The jobs of this room, where the queue looks for them."""

from kith.documents.sweeping import sweep_each_night

__all__ = ["sweep_each_night"]
