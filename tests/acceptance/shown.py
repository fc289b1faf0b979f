"""Which tests say that they show a line of the acceptance list. Read from their source, so that asking needs no
database: `@pytest.mark.shows("C21")` on a function or a class, or `pytestmark = pytest.mark.shows(...)` for a file.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

__all__ = ["named_in", "shown"]

TESTS = Path("tests")
Definition = ast.FunctionDef | ast.ClassDef


def shown() -> dict[str, list[str]]:
    """For each line that is named, the tests that name it, as pytest is asked for them."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(TESTS.rglob("test_*.py")):
        for line, test in named_in(file.read_text(encoding="utf-8")):
            found[line].append("::".join(filter(None, (str(file), test))))
    return found


def named_in(source: str) -> Iterator[tuple[str, str]]:
    """Each line of the list with the test of this file that names it; a test that is always skipped shows nothing."""
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets):
            yield from ((line, "") for line in _lines(node.value))
    yield from _of(tree.body, "")


def _of(body: list[ast.stmt], inside: str) -> Iterator[tuple[str, str]]:
    for node in body:
        if not isinstance(node, Definition) or _is_skipped(node):
            continue
        test = "::".join(filter(None, (inside, node.name)))
        yield from ((line, test) for mark in node.decorator_list for line in _lines(mark))
        if isinstance(node, ast.ClassDef):
            yield from _of(node.body, test)


def _is_skipped(node: Definition) -> bool:
    return any(ast.unparse(mark).startswith("pytest.mark.skip(") for mark in node.decorator_list)


def _lines(node: ast.expr) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.shows":
            yield from (ast.literal_eval(argument) for argument in call.args)
