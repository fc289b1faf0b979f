"""Pupils in: upload, what became of every row, the review of close matches, commit and undo."""
