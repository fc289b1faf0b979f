"""The schools of the tests of cases: what documents hang on."""

from tests.cases.conftest import school, schools

__all__ = ["school", "schools"]
