"""A newcomer adds a service area: one file of their own, and every walk over all areas takes it along.

It happens in a copy of the product, since an area is found when Kith starts. The file is the one that the how-to leads
to, child employment, under a name that no other file has ever heard of.
"""

import os
import shutil
import subprocess
import sys

import pytest

from tests.harness import HOME, ROOT

NAME = "young_workers"
OTHER_WORDS = {
    '"child_employment"': f'"{NAME}"', "Child employment": "Young workers", '"employment_kind"': '"young_kind"',
    '"employment_role"': '"young_role"', '"permit_outcome"': '"young_outcome"',
}  # fmt: skip
# What the how-to lets somebody run once the file is there, and what they commit with it.
VERBS = ("pages", "release", "columns")
WRITTEN = {
    f"docs/reference/areas/{NAME}.md", f"docs/reference/areas/{NAME}.svg", f"kith/areas/released/{NAME}/1.json",
    "kith/areas/released/hashes.json", "docs/reference/reporting.md", "kith/cases/reporting_changes.json",
}  # fmt: skip
WALKS = (
    "tests/areas", "tests/promises/test_areas.py", "tests/promises/test_expected_access.py",
    "tests/promises/test_hard_cases.py", "tests/promises/test_reporting_contract.py",
    f"tests/promises/test_own_parts.py::test_nobody_is_given_a_part_they_may_not_read[{NAME}]",
    f"tests/promises/test_own_parts.py::test_what_may_be_read_is_there[{NAME}]",
    "tests/demo/test_staff.py",
    "tests/web/test_records.py::test_list_form_and_record_of_every_area_open",
    "tests/promises/test_pages_by_role.py::test_no_page_is_left_out_of_the_walk",
    f"tests/promises/test_pages_by_role.py::test_the_pages_of_an_area_alone[{NAME}]",
)  # fmt: skip


@pytest.fixture
def copy(tmp_path):
    for place in ("kith", "config", "starter", "tests", "docs"):
        leave_out = shutil.ignore_patterns("__pycache__", "pictures")
        shutil.copytree(ROOT / place, tmp_path / place, ignore=leave_out)
    for file in ("pyproject.toml", "manage.py"):
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def declared(copy, **changes):
    """The one file, written."""
    text = (ROOT / "kith/areas/child_employment.py").read_text(encoding="utf-8")
    for before, now in {**OTHER_WORDS, **changes}.items():
        assert before in text
        text = text.replace(before, now)
    (copy / "kith/areas" / f"{NAME}.py").write_text(text, encoding="utf-8")


def ran(copy, *words):
    """In the copy, with a server of its own where it needs one."""
    left_out = (HOME, "PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST", "PYTHONPATH")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    done = subprocess.run([sys.executable, *words], cwd=copy, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def files(copy):
    found = (path for path in copy.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(copy)): path.read_bytes() for path in found}


def test_it_is_one_file_and_every_walk_takes_it_along(copy):
    before = files(copy)
    declared(copy)
    for verb in VERBS:
        status, said = ran(copy, "-m", "kith.commands", "areas", verb)
        assert status == 0, said
    now = files(copy)
    changed = {name for name in now if now[name] != before.get(name)}
    assert changed == {f"kith/areas/{NAME}.py"} | WRITTEN
    status, said = ran(copy, "-m", "pytest", "-p", "no:cacheprovider", "-v", *WALKS)
    assert status == 0, said[-8000:]
    assert f"test_the_pages_of_an_area_alone[{NAME}] PASSED" in said


@pytest.mark.parametrize(("before", "now"), [
    ('column="licence"', 'column="fsm"'), ('tells="duties"', 'tells=""'), ("childs_words=True", "childs_words=False"),
])  # fmt: skip
def test_one_that_lacks_something_is_not_let_through(copy, before, now):
    """The control: the walks look at the new file."""
    declared(copy, **{before: now})
    status, said = ran(copy, "-m", "pytest", "-p", "no:cacheprovider", "tests/promises/test_areas.py", "-k", NAME)
    assert status == 1 and NAME in said, said[-8000:]
