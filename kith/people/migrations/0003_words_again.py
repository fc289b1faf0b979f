"""Every name is told to search again: with its place in the order of lists, and the keys of its words."""

from collections import defaultdict

from django.db import migrations

from kith.foundation.ids import uuid7
from kith.people.tokens import is_word, keys, token_rows

# The names of so many persons are held at once.
STEP = 20_000
NAMES = """SELECT controller_id, person_id, kind, forename, middle, surname FROM people_personname
 WHERE person_id > %s AND person_id <= %s ORDER BY id"""
KNOWN = """SELECT DISTINCT k.controller_id, k.holder_id, t.token FROM people_known k JOIN people_nametoken t
 ON t.controller_id = k.controller_id AND t.person_id = k.person_id WHERE k.until IS NULL OR k.until > now()"""


class _Name:
    def __init__(self, kind, forename, middle, surname):
        self.kind, self.forename, self.middle, self.surname = kind, forename, middle, surname


def tell_again(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT (controller_id, person_id)) FROM people_nametoken")
        before = cursor.fetchone()[0]
        cursor.execute("DELETE FROM people_nametoken")
        told = sum(_tell(cursor, after, upto) for after, upto in _steps(cursor))
        assert told == before, f"{before} persons could be found by name, and now {told}"
        _learn(cursor)


def _steps(cursor):
    """Persons in ranges of their ids."""
    after = "00000000-0000-0000-0000-000000000000"
    while True:
        cursor.execute(
            "SELECT max(id::text) FROM (SELECT id FROM people_person WHERE id > %s ORDER BY id LIMIT %s) step",
            [after, STEP],
        )
        upto = cursor.fetchone()[0]
        if upto is None:
            return
        yield after, upto
        after = upto


def _tell(cursor, after, upto):
    cursor.execute(NAMES, [after, upto])
    names = defaultdict(list)
    for controller, person, *said in cursor.fetchall():
        names[controller, person].append(_Name(*said))
    rows = [(uuid7(), c, p, *row) for (c, p), some in names.items() for row in token_rows(some)]
    _write(cursor, "people_nametoken (id, controller_id, person_id, token, beside)", rows)
    return len({row[2] for row in rows})


def _learn(cursor):
    cursor.execute(KNOWN)
    met = [(c, h, word) for c, h, word in cursor.fetchall() if is_word(word)]
    rows = [(uuid7(), c, h, word, key) for c, h, word in met for key in sorted(keys(word))]
    _write(cursor, "people_namekey (id, controller_id, holder_id, word, key)", rows)


def _write(cursor, where, rows):
    with cursor.copy(f"COPY {where} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_words_of_names")]
    operations = [migrations.RunPython(tell_again, migrations.RunPython.noop)]
