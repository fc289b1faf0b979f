"""The jobs of this room, where the queue looks for them."""

from kith.sharing.arriving import deliver, sweep_each_night
from kith.sharing.hearing import hear
from kith.sharing.outbox import chase_often, send_notice
from kith.sharing.referral.answering import mark_told

__all__ = ["chase_often", "deliver", "hear", "mark_told", "send_notice", "sweep_each_night"]
