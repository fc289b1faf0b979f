"""The world of children who change school: what leaves a school is of one of them."""

from tests.sharing.passing.conftest import world

__all__ = ["world"]
