"""What leaves, and what comes from another controller.

One gate (`release`) knows recipient, purpose, basis and what must not go; whatever leaves passes it. Envelopes go from
one controller to another, sealed and signed:

    sharing.send(kind="referral", to=council, body=..., subjects=[id], purpose=..., basis=..., holder=..., reader=me)

The rooms with tables come when they are asked for, so that Django may load this room before its tables are ready.
"""

from importlib import import_module
from typing import Any

_WHERE = {
    "gate": ("Kind", "NotReleased", "Released", "Way", "release"),
    "sending": ("send",),
    "arriving": ("receive", "sweep"),
    "saying": ("NoSuchEnvelope", "NotNow", "accept", "decide", "recall", "refuse"),
    "outbox": ("read", "see_to", "tell", "unread"),
    "handlers": ("Arrived", "Handler", "Heard", "Unsuitable"),
}


def __getattr__(name: str) -> Any:
    for module, names in _WHERE.items():
        if name in names:
            return getattr(import_module(f"kith.sharing.{module}"), name)
    raise AttributeError(name)
