"""Modules with one thing changed each, put in the place of the real ones while they are asked.

What decides is changed: a condition turned, always or never met, one side of an "and" with the "or", a filter with a
condition less, a check that is not made. The changed code is put into the functions that are there already, so that
every module that has them by name asks the changed ones too.
"""

import ast
import contextlib
import copy
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from django.db import transaction

from kith.access.kinds import ACTIONS
from tests.access.mutants import Swap

NAME = "mutant_of_a_module"
# Calls whose arguments are conditions.
CONDITIONS = {"filter", "exclude", "Q"}
TAKEN = ("known", "barred", "post_id")
# What Python or `dataclass` made of a class.
MADE = ("__", "_abc")


class Decides(Swap):
    """The changes of `Swap`, and those of a module that asks the database. Annotations decide nothing."""

    def _turn(self, node: ast.AST, changed: ast.AST, what: str) -> ast.AST:
        turned = super()._turn(node, changed, what)
        if turned is not node:
            self.done += f" in: {ast.unparse(node).splitlines()[0]}"
        return turned

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.body = [self.visit(statement) for statement in node.body]
        node.args.kw_defaults = [default and self.visit(default) for default in node.args.kw_defaults]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.value = node.value and self.visit(node.value)
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        if not isinstance(node.op, ast.Invert):
            return super().visit_UnaryOp(node)
        self.generic_visit(node)
        return self._turn(node, node.operand, "~ gone")

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        if not isinstance(node.op, ast.BitOr):
            return super().visit_BinOp(node)
        self.generic_visit(node)
        return self._turn(node, ast.BinOp(node.left, ast.BitAnd(), node.right), "| -> &")

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        return self._turn(node, ast.AugAssign(node.target, ast.BitAnd(), node.value), "|= -> &=")

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        turned = self._turn(node, node.body, "first of two always")
        return self._turn(node, node.orelse, "second of two always") if turned is node else turned

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        for leave_out in node.ifs:
            self.seen += 1
            if self.seen == self.at:
                self.done = f"line {leave_out.lineno}: without its if in: {ast.unparse(node)}"
                node.ifs = [other for other in node.ifs if other is not leave_out]
                break
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.value, ast.Call):
            return node
        return self._turn(node, ast.Pass(), "left out")

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        self.generic_visit(node)
        return self._turn(node, ast.Pass(), "left out")

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """Another verb, and a reader without what ties them to everything."""
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name):
            if node.value.id == "Verb" and node.attr != "STUB":
                return self._turn(node, ast.Attribute(node.value, "STUB", ast.Load()), f"{node.attr} -> STUB")
            if node.attr == "standing":
                return self._turn(node, ast.Call(ast.Name("frozenset", ast.Load()), [], []), "nothing standing")
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        """Another action, and another thing to take from a reader."""
        for words in (TAKEN, ACTIONS):
            if isinstance(node.value, str) and node.value in words:
                other = next(word for word in words if word != node.value)
                return self._turn(node, ast.Constant(other), f"{node.value} -> {other}")
        return super().visit_Constant(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in CONDITIONS:
            return node
        for fewer in _with_an_argument_less(node):
            turned = self._turn(node, fewer, f"now {ast.unparse(fewer)}")
            if turned is not node:
                return turned
        return node


def _with_an_argument_less(node: ast.Call) -> Iterator[ast.Call]:
    for argument in node.args:
        yield ast.Call(node.func, [other for other in node.args if other is not argument], node.keywords)
    for word in node.keywords:
        yield ast.Call(node.func, node.args, [other for other in node.keywords if other is not word])


def mutants_of(module: ModuleType) -> Iterator[tuple[str, ModuleType]]:
    """Every mutant of a module and what was changed in it."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    for at in range(10_000):
        swap = Decides(at)
        changed = ast.fix_missing_locations(swap.visit(copy.deepcopy(tree)))
        if not swap.done:
            return
        yield swap.done, _made(changed)


def _made(tree: ast.Module) -> ModuleType:
    mutant = ModuleType(NAME)
    sys.modules[NAME] = mutant  # dataclasses look their module up
    try:
        exec(compile(tree, NAME, "exec"), mutant.__dict__)
    finally:
        del sys.modules[NAME]
    return mutant


@contextlib.contextmanager
def in_place_of(real: ModuleType, mutant: ModuleType) -> Iterator[None]:
    """The code and the values of the mutant in the real module; taken out again at the end."""
    undo: list[Callable[[], None]] = []
    try:
        for name, changed in vars(mutant).items():
            if not name.startswith("__"):
                _put(real, name, vars(real)[name], changed, undo)
        yield
    finally:
        for take_back in reversed(undo):
            take_back()


def _put(owner: Any, name: str, real: Any, changed: Any, undo: list[Callable[[], None]]) -> None:
    if isinstance(changed, type) and changed.__module__ == NAME:
        for each, value in vars(changed).items():
            if not each.startswith(MADE):
                _put(real, each, vars(real)[each], value, undo)
    elif (code := _function(changed)) is not None:
        if code.__module__ == NAME:
            _put_code(_function(real), code, undo)
    elif changed is not real:
        setattr(owner, name, changed)
        undo.append(lambda: setattr(owner, name, real))


def _put_code(real: Any, changed: FunctionType, undo: list[Callable[[], None]]) -> None:
    before = real.__code__, real.__kwdefaults__
    real.__code__, real.__kwdefaults__ = changed.__code__, changed.__kwdefaults__

    def take_back() -> None:
        real.__code__, real.__kwdefaults__ = before

    undo.append(take_back)


def _function(thing: Any) -> FunctionType | None:
    """The plain function in a method, a property or what `wraps` put around one."""
    thing = getattr(thing, "fget", thing)
    thing = getattr(thing, "__func__", thing)
    thing = getattr(thing, "__wrapped__", thing)
    return thing if isinstance(thing, FunctionType) else None


def survivors(
    module: ModuleType, differences: Callable[[], Iterator[Any]], equivalent: Mapping[str, str]
) -> tuple[list[str], int]:
    """The changes no difference tells of, and how many were tried. What is said to change nothing is not tried."""
    found, tried, equal = [], 0, set()
    for what, mutant in mutants_of(module):
        if (said := what.partition(": ")[2]) in equivalent:
            equal.add(said)
            continue
        tried += 1
        with in_place_of(module, mutant):
            if not _is_seen(differences):
                found.append(what)
    return found + [f"no such change any more: {said}" for said in equivalent if said not in equal], tried


def _is_seen(differences: Callable[[], Iterator[Any]]) -> bool:
    try:
        with transaction.atomic():
            return next(differences(), None) is not None
    except Exception:  # a mutant that breaks is seen
        return True
