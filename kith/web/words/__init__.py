"""Finding a record by words in its text. What was typed never stands in an address."""
