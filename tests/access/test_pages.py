"""The reference page says what the table says, and is the one in docs/."""

from pathlib import Path

from kith.access.pages import reference_page
from kith.access.table import DUTIES, TABLE, is_named
from kith.commands import access_page
from kith.commands.verbs import parse
from kith.reference.roles import Role

ROOT = Path(__file__).parents[2]


def test_the_page_in_docs_is_the_one_the_table_writes():
    written = (ROOT / access_page.PAGE).read_text(encoding="utf-8")
    assert written == reference_page(), "Write it again: bin/kith access page"


def test_every_role_stands_on_the_page_and_only_those_of_the_table_open_something():
    sections = reference_page().split("\n### ")[1:]
    found = {section.splitlines()[0]: section for section in sections}
    in_table = {Role(role).words for roles in TABLE for role in roles.split()}
    assert set(found) == {role.words for role in Role}
    assert {words for words, section in found.items() if "Opens no record" not in section} == in_table


def test_a_role_of_the_table_or_with_a_duty_is_named_and_no_other():
    in_table = {Role(role) for roles in TABLE for role in roles.split()}
    on_duty = {role for roles in DUTIES.values() for role in roles}
    assert {role for role in Role if is_named(role)} == in_table | on_duty
    assert on_duty - in_table and set(Role) - in_table - on_duty


def test_the_verb_writes_it(tmp_path):
    verb, options = parse(["access", "page", "--to", str(tmp_path / "new" / "access.md")])
    assert verb.load()(options) == 0
    assert (tmp_path / "new" / "access.md").read_text(encoding="utf-8") == reference_page()
