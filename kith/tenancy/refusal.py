"""A refused decision is raised, never returned, so that it always rolls back what came before it."""

from typing import Any


class Refused(Exception):
    """Somebody asked for what they may not have. Carries the decision and its reason."""

    def __init__(self, decision: Any) -> None:
        self.decision = decision
        super().__init__(getattr(decision, "reason", str(decision)))
