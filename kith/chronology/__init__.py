"""The child's story: what happened, in order, as far as this reader may see it."""
