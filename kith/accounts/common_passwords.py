"""Passwords many people use, from the list that comes with Django (20,000 of them)."""

from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator


@cache
def common_passwords() -> frozenset[str]:
    """In small letters, read once."""
    return frozenset(word.casefold() for word in CommonPasswordValidator().passwords)
