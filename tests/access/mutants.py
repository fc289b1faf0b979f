"""A small mutator: the decision function and its table with one thing changed each, as modules of their own."""

import ast
import copy
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from kith.access import rules, table

SOURCE = Path(rules.__file__).read_text(encoding="utf-8")


class Swap(ast.NodeTransformer):
    """Changes the n-th place that can be changed, and says what it did."""

    def __init__(self, at: int) -> None:
        self.at, self.seen, self.done = at, -1, ""

    def _turn(self, node: ast.AST, changed: ast.AST, what: str) -> ast.AST:
        self.seen += 1
        if self.seen != self.at:
            return node
        self.done = f"line {getattr(node, 'lineno', '?')}: {what}"
        return ast.copy_location(changed, node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return self._turn(node, ast.BoolOp(other, node.values), "and <-> or")

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        return self._turn(node, node.operand, "not gone") if isinstance(node.op, ast.Not) else node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        opposites = {ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Eq: ast.NotEq}
        opposites |= {ast.NotEq: ast.Eq, ast.Lt: ast.LtE}
        other = opposites[type(node.ops[0])]()
        return self._turn(node, ast.Compare(node.left, [other], node.comparators), "comparison turned")

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.op, ast.BitAnd):
            return node
        return self._turn(node, ast.BinOp(node.left, ast.BitOr(), node.right), "& -> |")

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        always = ast.If(ast.copy_location(ast.Constant(True), node.test), node.body, node.orelse)
        turned = self._turn(node, always, "if always")
        never = ast.If(ast.copy_location(ast.Constant(False), node.test), node.body, node.orelse)
        return self._turn(node, never, "if never") if turned is node else turned

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """What is frozen is not a decision; defaults are."""
        node.body = [self.visit(statement) for statement in node.body]
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if not isinstance(node.value, bool):
            return node
        return self._turn(node, ast.Constant(not node.value), "true <-> false")

    def visit_Set(self, node: ast.Set) -> ast.AST:
        """Each member left out in its turn."""
        for leave_out in node.elts:
            rest = [member for member in node.elts if member is not leave_out]
            fewer = ast.Set(rest) if rest else ast.Call(ast.Name("set", ast.Load()), [], [])
            turned = self._turn(node, fewer, f"without {ast.unparse(leave_out)}")
            if turned is not node:
                return turned
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """The order of the checks: each left out in its turn."""
        if not (isinstance(node.target, ast.Name) and node.target.id == "CHECKS" and isinstance(node.value, ast.Tuple)):
            return self.generic_visit(node)
        for leave_out in node.value.elts:
            rest = ast.Tuple([member for member in node.value.elts if member is not leave_out], ast.Load())
            without = ast.AnnAssign(node.target, node.annotation, rest, node.simple)
            turned = self._turn(node, without, f"without {ast.unparse(leave_out)}")
            if turned is not node:
                return turned
        return node


def changed_rules() -> Iterator[tuple[str, ModuleType]]:
    """Every mutant of rules.py and what was changed in it."""
    tree = ast.parse(SOURCE)
    for at in range(10_000):
        swap = Swap(at)
        mutant = ast.fix_missing_locations(swap.visit(copy.deepcopy(tree)))
        if not swap.done:
            return
        yield swap.done, _module(mutant)


def _module(tree: ast.Module) -> ModuleType:
    module = ModuleType("mutant_of_rules")
    sys.modules[module.__name__] = module  # dataclasses look their module up
    exec(compile(tree, "mutant_of_rules", "exec"), module.__dict__)
    return module


def changed_cells() -> Iterator[tuple[str, str, str]]:
    """Every cell of the table with a letter or tie less, a letter more, or its tie gone: roles, types, letters."""
    for roles, row in table.TABLE.items():
        for kinds, letters in row.items():
            for changed in sorted(_variants(letters) - {letters}):
                yield roles, kinds, changed


def _variants(letters: str) -> set[str]:
    pieces = letters.split("+")
    found = set()
    for i, piece in enumerate(pieces):
        verbs, _, tie = piece.partition(":")
        others = [*pieces[:i], *pieces[i + 1 :]]
        fewer = [verbs.replace(letter, "") for letter in verbs]
        more = [verbs + letter for letter in "WA" if letter not in letters.partition(":")[0]]
        tied = [f"{v}:{tie}" if tie else v for v in (*fewer, *more) if v]
        loose = [verbs] if tie else [f"{verbs}:form", f"{verbs}:sar"]
        found |= {"+".join([*others, new]) for new in (*tied, *loose)}
        found.add("+".join(others))
    return {variant for variant in found if variant}
