"""The page of a person: who they are, who is around them, what happened, who has looked."""
