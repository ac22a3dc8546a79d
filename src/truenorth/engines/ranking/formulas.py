"""Formulas over columns: arithmetic and a handful of functions, read by a whitelist and never executed as code."""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.ranking.errors import FormulaRefused
from truenorth.engines.ranking.units import Unit

Floats = NDArray[np.float64]
LONGEST = 500
DEEPEST = 40
_LARGEST = 1e300
_FOREIGN = re.compile(r"[^A-Za-z0-9_.,+\-*/() ]")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read: its columns in the order of their first use, those that divide, and its unit.

    `unit` is None where a column's unit is not known.
    """

    text: str
    columns: tuple[str, ...]
    divisors: tuple[str, ...]
    unit: Unit | None
    root: ast.expr

    def at(self, values: Mapping[str, Floats]) -> Floats:
        """The formula's values, of the columns' broadcast shape; not finite wherever it has none.

        >>> parse_formula("gain / effort").at({"gain": np.array([6.0, 1.0]), "effort": np.array([4.0, 2.0])})
        array([1.5, 0.5])
        """
        with np.errstate(all="ignore"):
            found = _value(self.root, values)
        return np.asarray(found, np.float64)


def parse_formula(text: str, units: Mapping[str, Unit | None] | None = None) -> Formula:
    """Read a formula: columns, numbers, + - * / ( ), min, max, abs, sqrt, ln, log10 and power.

    Where `units` has a unit for a column it is checked: what is added or compared must have the same, and only a pure
    number has a logarithm. A written number has the unit that its place needs. Raises FormulaRefused, which names
    the character.

    >>> parse_formula("(user_value + 2 * business_value) / effort").columns
    ('user_value', 'business_value', 'effort')
    >>> parse_formula("open(a)")
    Traceback (most recent call last):
    truenorth.engines.ranking.errors.FormulaRefused: formula: at character 1, has no function 'open'
    """
    start = len(text) - len(text.lstrip())
    written = text.strip()
    if not 0 < len(written) <= LONGEST:
        raise FormulaRefused(f"must have 1 to {LONGEST} characters, not {len(written)}", position=1)
    if foreign := _FOREIGN.search(written):
        raise FormulaRefused(f"cannot hold {foreign[0]!r}", position=start + foreign.start() + 1)
    try:
        root = ast.parse(written, mode="eval").body
    except SyntaxError as error:
        place = min(error.offset or len(written) + 1, len(written) + 1)
        raise FormulaRefused("cannot be read on", position=start + place) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise FormulaRefused("cannot be read", position=1) from error
    reading = _Reading(units or {}, start)
    kind = reading.unit(root, depth=0)
    if not reading.columns:
        raise FormulaRefused("names no column", position=start + 1)
    unit = kind if isinstance(kind, Unit) else None
    return Formula(written, tuple(reading.columns), tuple(_divisors(root)), unit, root)


class _Written(Enum):
    NUMBER = "in digits"


_NUMBER = _Written.NUMBER
_Kind = Unit | _Written | None


class _Reading:
    """One walk over the tree: refuses what is not allowed, collects the columns and finds the unit.

    A kind is a unit, None where it is not known, or _NUMBER for what is written in digits and takes any unit.
    """

    def __init__(self, units: Mapping[str, Unit | None], start: int) -> None:
        self.units, self.start = units, start
        self.columns: dict[str, None] = {}

    def unit(self, node: ast.expr, *, depth: int) -> _Kind:
        if depth > DEEPEST:
            raise self._refusal("is nested too deeply", node)
        if isinstance(node, ast.Name):
            self.columns[node.id] = None
            return self.units.get(node.id)
        if isinstance(node, ast.Constant) and _number(node) is not None:
            return _NUMBER
        kinds = [self.unit(inner, depth=depth + 1) for inner in _inner(node)]
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            return self._binary(node, *kinds)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd | ast.USub):
            return kinds[0]
        if isinstance(node, ast.Call):
            return self._call(node, kinds)
        raise self._refusal(f"cannot hold {ast.unparse(node)[:40]!r}", node)

    def _binary(self, node: ast.BinOp, left: _Kind, right: _Kind) -> _Kind:
        if isinstance(node.op, ast.Add | ast.Sub):
            return self._same("added" if isinstance(node.op, ast.Add) else "subtracted", [left, right], node.right)
        if left is None or right is None:
            return None
        if not isinstance(left, Unit) and not isinstance(right, Unit):
            return _NUMBER
        left, right = (kind if isinstance(kind, Unit) else Unit() for kind in (left, right))
        return left * right if isinstance(node.op, ast.Mult) else left / right

    def _call(self, node: ast.Call, kinds: Sequence[_Kind]) -> _Kind:
        name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)[:40]
        if name not in _FUNCTIONS:
            raise self._refusal(f"has no function {name!r}", node)
        function = _FUNCTIONS[name]
        if node.keywords or not function.fewest <= len(node.args) <= function.most:
            wanted = str(function.fewest) if function.fewest == function.most else f"{function.fewest} or more"
            raise self._refusal(f"gives {name} {len(node.args)} arguments, and it takes {wanted}", node)
        if name in ("min", "max"):
            return self._same("compared", kinds, node)
        if name in ("ln", "log10"):
            return self._pure(kinds[0], node)
        if name == "power":
            return self._power(node, kinds)
        return kinds[0] ** 0.5 if name == "sqrt" and isinstance(kinds[0], Unit) else kinds[0]

    def _same(self, what: str, kinds: Sequence[_Kind], node: ast.expr) -> _Kind:
        known = [kind for kind in kinds if isinstance(kind, Unit)]
        for kind in known[1:]:
            if kind != known[0]:
                raise self._refusal(f"{known[0]} and {kind} cannot be {what}", node)
        return known[0] if known else None if None in kinds else _NUMBER

    def _pure(self, kind: _Kind, node: ast.expr) -> _Kind:
        if isinstance(kind, Unit) and not kind.is_pure:
            raise self._refusal(f"{kind} has no logarithm; divide it by its unit first", node)
        return kind

    def _power(self, node: ast.Call, kinds: Sequence[_Kind]) -> _Kind:
        base, exponent = kinds
        if not isinstance(base, Unit) or base.is_pure:
            return base
        if exponent is not _NUMBER:
            raise self._refusal(f"the power of {base} must be a written number", node.args[1])
        return base ** float(_value(node.args[1], {}))

    def _refusal(self, reason: str, node: ast.expr) -> FormulaRefused:
        return FormulaRefused(reason, position=self.start + node.col_offset + 1)


def _inner(node: ast.expr) -> Sequence[ast.expr]:
    if isinstance(node, ast.BinOp):
        return (node.left, node.right)
    if isinstance(node, ast.UnaryOp):
        return (node.operand,)
    return node.args if isinstance(node, ast.Call) else ()


def _divisors(node: ast.expr) -> dict[str, None]:
    """The columns by which something is divided as they are: below a stroke, alone or as a factor."""
    found: dict[str, None] = {}
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        found.update(_factors(node.right))
    for inner in _inner(node):
        found.update(_divisors(inner))
    return found


def _factors(node: ast.expr) -> dict[str, None]:
    if isinstance(node, ast.Name):
        return {node.id: None}
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return {**_factors(node.left), **_factors(node.right)}
    return {}


def _number(node: ast.Constant) -> float | None:
    """What is written in digits, where it is not too large to count with."""
    given = node.value
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    return float(given) if abs(given) < _LARGEST else None


def _value(node: ast.expr, values: Mapping[str, Floats]) -> Any:  # noqa: ANN401 - an array, or a number as written
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.Constant):
        return np.float64(_number(node) or 0.0)
    inner = [_value(each, values) for each in _inner(node)]
    if isinstance(node, ast.BinOp):
        return _OPERATORS[type(node.op)](*inner)
    if isinstance(node, ast.UnaryOp):
        return -inner[0] if isinstance(node.op, ast.USub) else inner[0]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _FUNCTIONS[node.func.id].of(*inner)
    raise FormulaRefused(f"cannot hold {ast.unparse(node)!r}", position=node.col_offset + 1)


class _Function(NamedTuple):
    fewest: int
    most: int
    of: Callable[..., Any]


_OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
}
_FUNCTIONS: Mapping[str, _Function] = {
    "min": _Function(2, 26, lambda *values: _reduce(np.minimum, values)),
    "max": _Function(2, 26, lambda *values: _reduce(np.maximum, values)),
    "abs": _Function(1, 1, np.abs),
    "sqrt": _Function(1, 1, np.sqrt),
    "ln": _Function(1, 1, np.log),
    "log10": _Function(1, 1, np.log10),
    "power": _Function(2, 2, np.power),
}


def _reduce(operation: np.ufunc, values: Sequence[Any]) -> Any:  # noqa: ANN401 - as _value
    found = values[0]
    for each in values[1:]:
        found = operation(found, each)
    return found
