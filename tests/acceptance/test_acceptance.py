"""The page of what Kith is held to says what the tests say, and they name lines there are."""

from tests.acceptance.page import NOT_YET, PAGE, lines, not_ours, page
from tests.acceptance.shown import named_in, shown


def test_the_page_says_what_the_tests_say():
    assert PAGE.read_text(encoding="utf-8") == page(), "run .venv/bin/python -m tests.acceptance"


def test_each_line_named_is_one_of_the_list():
    known = {line.line for line in lines()}
    assert set(shown()) <= known
    assert set(not_ours()) <= known


def test_a_line_that_a_test_shows_is_not_called_nobodys():
    assert not set(shown()) & set(not_ours())


def test_only_a_test_that_runs_shows_a_line():
    source = (
        "import pytest\n"
        'pytestmark = pytest.mark.shows("C01")\n'
        '@pytest.mark.shows("C02", "C03")\ndef test_one(): ...\n'
        '@pytest.mark.skip("later")\n@pytest.mark.shows("C04")\ndef test_two(): ...\n'
        'class TestThree:\n    @pytest.mark.shows("C05")\n    def test_four(self): ...\n'
    )
    assert list(named_in(source)) == [
        ("C01", ""),
        ("C02", "test_one"),
        ("C03", "test_one"),
        ("C05", "TestThree::test_four"),
    ]


def test_a_line_without_a_test_is_said_not_to_be_shown():
    without = {line.line for line in lines()} - set(shown()) - set(not_ours())
    told = [row for row in page().splitlines() if row.endswith(f"| {NOT_YET} |") and not row.startswith("| List")]
    assert {row.split(" | ")[0].removeprefix("| ") for row in told} == without
