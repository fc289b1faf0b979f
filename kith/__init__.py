"""Kith: the record of a child, kept by those who look after them."""
