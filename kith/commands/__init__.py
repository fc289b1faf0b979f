"""The operator's verbs, `bin/kith VERB`: each a thin door to a room's actions and queries."""
