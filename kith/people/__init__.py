"""Children and the adults around them, as one controller knows them."""
