"""The jobs of this room, where the queue looks for them."""

from kith.sharing.agency.chasing import chase_each_night
from kith.sharing.alerts import tell_of_addition, tell_of_concern
from kith.sharing.arriving import deliver, sweep_each_night
from kith.sharing.hearing import hear
from kith.sharing.outbox import chase_often, send_notice
from kith.sharing.passing.chasing import each_night
from kith.sharing.passing.locking import lock_what_was_signed_for
from kith.sharing.reactions import tell_each_night
from kith.sharing.referral.answering import mark_told

__all__ = [
    "chase_each_night",
    "chase_often",
    "deliver",
    "each_night",
    "hear",
    "lock_what_was_signed_for",
    "mark_told",
    "send_notice",
    "sweep_each_night",
    "tell_each_night",
    "tell_of_addition",
    "tell_of_concern",
]
