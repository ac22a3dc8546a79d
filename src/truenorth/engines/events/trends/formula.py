"""Formulas over series: arithmetic and a handful of functions, read by a whitelist and never executed as code."""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.errors import PlanRefused

Floats = NDArray[np.float64]
LONGEST = 500
DEEPEST = 40
_FIELD = "formula"
_ALLOWED = re.compile(r"[A-Za-z0-9_.,+\-*/() ]+")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read; `at` computes it."""

    text: str
    root: ast.expr

    def at(self, series: Sequence[Floats]) -> Floats:
        """The formula's values, of the series' shape (points first); NaN wherever it has none.

        What is divided by zero, the root of a negative number and the logarithm of zero have no value.

        >>> parse_formula("A / B", series=2).at([np.array([1.0, 2.0]), np.array([4.0, 0.0])])
        array([0.25,  nan])
        """
        with np.errstate(all="ignore"):
            found = np.broadcast_to(_value(self.root, series), series[0].shape).astype(np.float64)
            found[~np.isfinite(found)] = np.nan
        return found


def parse_formula(text: str, *, series: int) -> Formula:
    """Read a formula over A, B, C…: numbers, + - * / ( ), min, max, abs, sqrt, ln, log10, power and cumsum.

    Raises PlanRefused, field "formula", for anything else and for a letter without a series.

    >>> parse_formula("100 * A / max(B, 1)", series=2).text
    '100 * A / max(B, 1)'
    >>> parse_formula("open(A)", series=1)
    Traceback (most recent call last):
    truenorth.engines.events.errors.PlanRefused: formula has no function 'open'
    """
    written = text.strip()
    if not 0 < len(written) <= LONGEST:
        raise PlanRefused(f"must have 1 to {LONGEST} characters", field=_FIELD)
    if not _ALLOWED.fullmatch(written):
        raise PlanRefused("may hold letters, numbers, + - * / , and ( ) only", field=_FIELD)
    try:
        root = ast.parse(written, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise PlanRefused(f"cannot be read: {written!r}", field=_FIELD) from error
    _check(root, series, depth=0)
    return Formula(written, root)


def _check(node: ast.expr, series: int, *, depth: int) -> None:
    if depth > DEEPEST:
        raise PlanRefused("is nested too deeply", field=_FIELD)
    if isinstance(node, ast.Name):
        _check_name(node.id, series)
    elif isinstance(node, ast.Constant):
        _number(node)
    elif isinstance(node, ast.Call):
        _check_call(node)
    elif not _is_arithmetic(node):
        raise PlanRefused(f"cannot hold {ast.unparse(node)!r}", field=_FIELD)
    for inner in _inner(node):
        _check(inner, series, depth=depth + 1)


def _check_name(name: str, series: int) -> None:
    place = ord(name) - ord("A") if len(name) == 1 else -1
    if not 0 <= place < 26:
        raise PlanRefused(f"knows series by the letters A, B, C…, not {name!r}", field=_FIELD)
    if place >= series:
        raise PlanRefused(
            f"names {name}, and there are only the series A to {chr(ord('A') + series - 1)}", field=_FIELD
        )


def _check_call(node: ast.Call) -> None:
    name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
    if name not in _FUNCTIONS:
        raise PlanRefused(f"has no function {name!r}", field=_FIELD)
    fewest, most, _ = _FUNCTIONS[name]
    if node.keywords or not fewest <= len(node.args) <= most:
        wanted = str(fewest) if fewest == most else f"{fewest} or more"
        raise PlanRefused(f"gives {name} {len(node.args)} arguments, and it takes {wanted}", field=_FIELD)


def _is_arithmetic(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return type(node.op) in _OPERATORS
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd | ast.USub)


def _inner(node: ast.expr) -> Sequence[ast.expr]:
    if isinstance(node, ast.BinOp):
        return (node.left, node.right)
    if isinstance(node, ast.UnaryOp):
        return (node.operand,)
    return node.args if isinstance(node, ast.Call) else ()


def _number(node: ast.Constant) -> float:
    given = node.value
    if isinstance(given, int | float) and not isinstance(given, bool):
        try:
            number = float(given)
        except OverflowError:
            number = np.inf
        if np.isfinite(number):
            return number
    raise PlanRefused(f"cannot hold {ast.unparse(node)[:40]!r}", field=_FIELD)


def _value(node: ast.expr, series: Sequence[Floats]) -> Floats:
    if isinstance(node, ast.Name):
        return series[ord(node.id) - ord("A")]
    if isinstance(node, ast.Constant):
        return np.full_like(series[0], _number(node))
    values = [_value(inner, series) for inner in _inner(node)]
    if isinstance(node, ast.BinOp):
        return _OPERATORS[type(node.op)](values[0], values[1])
    if isinstance(node, ast.UnaryOp):
        return -values[0] if isinstance(node.op, ast.USub) else values[0]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _FUNCTIONS[node.func.id][2](values)
    raise PlanRefused(f"cannot hold {ast.unparse(node)!r}", field=_FIELD)


def _divide(left: Floats, right: Floats) -> Floats:
    return np.where(right == 0, np.nan, left / np.where(right == 0, 1.0, right))


def _cumsum(values: Sequence[Floats]) -> Floats:
    """Running sums along the points; a point without a value adds nothing."""
    return np.nancumsum(values[0], axis=0)


_OPERATORS: Mapping[type[ast.operator], Callable[[Floats, Floats], Floats]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: _divide,
}

_FUNCTIONS: Mapping[str, tuple[int, int, Callable[[Sequence[Floats]], Floats]]] = {
    "min": (2, 26, lambda values: np.minimum.reduce(list(values))),
    "max": (2, 26, lambda values: np.maximum.reduce(list(values))),
    "abs": (1, 1, lambda values: np.abs(values[0])),
    "sqrt": (1, 1, lambda values: np.sqrt(values[0])),
    "ln": (1, 1, lambda values: np.log(values[0])),
    "log10": (1, 1, lambda values: np.log10(values[0])),
    "power": (2, 2, lambda values: np.power(values[0], values[1])),
    "cumsum": (1, 1, _cumsum),
}
