"""Finding a person. What was typed never stands in an address."""
