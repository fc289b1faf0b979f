"""What somebody did to a database by hand, one thing at a time, and what is said of each."""

from collections.abc import Callable, Mapping

from django.db import connection, transaction


def each_is_said(problems: Callable[[], list[str]], by_hand: Mapping[str, str]) -> None:
    """Each statement is told in the one sentence beside it, and taken back. Without any, nothing is said."""
    assert problems() == []
    for statement, sentence in by_hand.items():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            said = problems()
            transaction.set_rollback(True)
        assert len(said) == 1 and said[0].startswith(sentence), (statement, said)
