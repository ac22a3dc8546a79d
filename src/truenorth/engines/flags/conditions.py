"""Targeting conditions, compiled once into functions of a user's attributes."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from truenorth.engines.flags.errors import RuleSetMalformed
from truenorth.engines.flags.values import (
    LISTS,
    OBJECTS,
    is_equal,
    is_less,
    is_not_more,
    is_same,
    is_truthy,
    kind_of,
    padded_version,
    to_number,
    to_text,
)

SavedGroups = Mapping[str, Sequence[object]]
Test = Callable[[object, SavedGroups], bool]
NO_GROUPS: SavedGroups = MappingProxyType({})
_DEEPEST = 50


def compile_condition(condition: object, *, path: str = "condition") -> Test:
    """A function from attributes (nested objects by dotted path) and saved groups to whether they match.

    Raises RuleSetMalformed for what is no object or nests deeper than 50. Unknown operators and broken regular
    expressions never match, as in the reference; `validate` points them out.

    >>> grown = compile_condition({"age": {"$gte": 18}, "$or": [{"country": "DE"}, {"country": "AT"}]})
    >>> grown({"age": 20, "country": "AT"}, {}), grown({"age": 20, "country": "CH"}, {})
    (True, False)
    """
    return _object(condition, path, 0)


def _object(condition: object, path: str, depth: int) -> Test:
    if not isinstance(condition, Mapping):
        raise RuleSetMalformed("must be an object", path=path)
    if depth > _DEEPEST:
        raise RuleSetMalformed(f"nests deeper than {_DEEPEST}", path=path)
    tests = tuple(_member(str(key), wanted, f"{path}.{key}", depth) for key, wanted in condition.items())
    return tests[0] if len(tests) == 1 else _every(tests)


def _member(key: str, wanted: object, path: str, depth: int) -> Test:
    if key in {"$or", "$and", "$nor"}:
        if not isinstance(wanted, list | tuple):
            raise RuleSetMalformed("must be a list of conditions", path=path)
        tests = tuple(_object(one, f"{path}[{place}]", depth + 1) for place, one in enumerate(wanted))
        if key == "$and":
            return _every(tests)
        return _some(tests) if key == "$or" else _negated(_some(tests))
    if key == "$not":
        return _negated(_object(wanted, path, depth + 1))
    return _at(key, _value(wanted, path, depth + 1))


def _every(tests: tuple[Test, ...]) -> Test:
    def test(value: object, groups: SavedGroups) -> bool:
        for one in tests:  # noqa: SIM110 - a generator costs twice as much here
            if not one(value, groups):
                return False
        return True

    return test


def _some(tests: tuple[Test, ...]) -> Test:
    def test(value: object, groups: SavedGroups) -> bool:
        for one in tests:
            if one(value, groups):
                return True
        return not tests

    return test


def _negated(test: Test) -> Test:
    return lambda value, groups: not test(value, groups)


def _at(key: str, test: Test) -> Test:
    if "." not in key:
        return lambda value, groups: test(value.get(key) if isinstance(value, OBJECTS) else None, groups)
    parts = key.split(".")

    def reach(value: object, groups: SavedGroups) -> bool:
        for part in parts:
            value = value.get(part) if isinstance(value, OBJECTS) else None
        return test(value, groups)

    return reach


def is_operators(condition: object) -> bool:
    """Whether an object holds operators only, such as {"$gt": 3}.

    >>> is_operators({"$gt": 3}), is_operators({"a": 3}), is_operators({})
    (True, False, False)
    """
    return isinstance(condition, Mapping) and bool(condition) and all(str(key).startswith("$") for key in condition)


def _value(wanted: object, path: str, depth: int, *, fold: bool = False) -> Test:
    """A test of one value against a plain value or operators."""
    if depth > _DEEPEST:
        raise RuleSetMalformed(f"nests deeper than {_DEEPEST}", path=path)
    if isinstance(wanted, str):
        return _text(wanted, fold=fold)
    if isinstance(wanted, bool):
        return lambda value, _: value is not None and is_truthy(value) is wanted
    if isinstance(wanted, int | float):
        return lambda value, _: to_number(value) == wanted
    if wanted is None:
        return lambda value, _: value is None
    if isinstance(wanted, Mapping) and is_operators(wanted):
        tests = tuple(_operator(str(name), arg, f"{path}.{name}", depth) for name, arg in wanted.items())
        return tests[0] if len(tests) == 1 else _every(tests)
    return lambda value, _: is_equal(value, wanted)


def _text(wanted: str, *, fold: bool) -> Test:
    if fold:
        folded = wanted.lower()
        return lambda value, _: to_text(value).lower() == folded
    return lambda value, _: (value if isinstance(value, str) else to_text(value)) == wanted


def _operator(name: str, wanted: object, path: str, depth: int) -> Test:
    maker = _SIMPLE.get(name) or _VERSIONS.get(name)
    if maker is not None:
        return maker(wanted)
    nested = _NESTED.get(name)
    return nested(wanted, path, depth) if nested else (lambda _value, _groups: False)


def _never(_value: object, _groups: SavedGroups) -> bool:
    return False


def _fold(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _contains(pool: Sequence[object], value: object) -> bool:
    for one in pool:  # noqa: SIM110 - a generator costs twice as much here
        if is_same(value, one):
            return True
    return False


def _in(wanted: object, *, fold: bool, negate: bool) -> Test:
    if not isinstance(wanted, list | tuple):
        return _never
    pool = [_fold(one) for one in wanted] if fold else list(wanted)
    words = frozenset(one for one in pool if isinstance(one, str))

    def holds(value: object) -> bool:
        if isinstance(value, str):
            return (value.lower() if fold else value) in words
        return _contains(pool, value)

    def test(value: object, _groups: SavedGroups) -> bool:
        found = any(holds(one) for one in value) if isinstance(value, LISTS) else holds(value)
        return found is not negate

    return test


def _group(wanted: object, *, negate: bool) -> Test:
    name = to_text(wanted)

    def test(value: object, groups: SavedGroups) -> bool:
        pool = groups.get(name, ())
        values = value if isinstance(value, LISTS) else (value,)
        return any(_contains(pool, one) for one in values) is not negate

    return test


def _regex(wanted: object, *, fold: bool) -> Test:
    try:
        pattern = to_pattern(to_text(wanted), fold=fold)
    except re.error:
        return _never
    return lambda value, _: pattern.search(to_text(value)) is not None


def to_pattern(text: str, *, fold: bool = False) -> re.Pattern[str]:
    """A JavaScript regular expression as Python's; re.error when it is none.

    >>> bool(to_pattern("(?<day>\\\\d+)$").search("on 24"))
    True
    """
    named = re.sub(r"\(\?<(?![=!])", "(?P<", text)
    return re.compile(named, re.ASCII | (re.IGNORECASE if fold else re.NOFLAG))


def _exists(wanted: object) -> Test:
    expected = is_truthy(wanted)
    return lambda value, _: (value is not None) is expected


def _same(wanted: object) -> Test:
    return lambda value, _: is_same(value, wanted)


def _different(wanted: object) -> Test:
    return lambda value, _: not is_same(value, wanted)


def _type(wanted: object) -> Test:
    return lambda value, _: kind_of(value) == wanted


def _compare(check: Callable[[object, object], bool], *, turned: bool) -> Callable[[object], Test]:
    def make(wanted: object) -> Test:
        if turned:
            return lambda value, _: check(wanted, value)
        return lambda value, _: check(value, wanted)

    return make


def _version(check: Callable[[str, str], bool]) -> Callable[[object], Test]:
    def make(wanted: object) -> Test:
        padded = padded_version(wanted)
        return lambda value, _: check(padded_version(value), padded)

    return make


def _not(wanted: object, path: str, depth: int) -> Test:
    return _negated(_value(wanted, path, depth + 1))


def _size(wanted: object, path: str, depth: int) -> Test:
    inner = _value(wanted, path, depth + 1)
    return lambda value, groups: isinstance(value, LISTS) and inner(len(value), groups)


def _element(wanted: object, path: str, depth: int) -> Test:
    if isinstance(wanted, Mapping) and not is_operators(wanted):
        inner = _object(wanted, path, depth + 1)
    else:
        inner = _value(wanted, path, depth + 1)
    return lambda value, groups: isinstance(value, LISTS) and any(inner(one, groups) for one in value)


def _all(*, fold: bool) -> Callable[[object, str, int], Test]:
    def make(wanted: object, path: str, depth: int) -> Test:
        if not isinstance(wanted, list | tuple):
            return _never
        tests = [_value(one, f"{path}[{place}]", depth + 1, fold=fold) for place, one in enumerate(wanted)]

        def test(value: object, groups: SavedGroups) -> bool:
            return isinstance(value, LISTS) and all(any(one(item, groups) for item in value) for one in tests)

        return test

    return make


_SIMPLE: dict[str, Callable[[object], Test]] = {
    "$eq": _same,
    "$ne": _different,
    "$lt": _compare(is_less, turned=False),
    "$lte": _compare(is_not_more, turned=False),
    "$gt": _compare(is_less, turned=True),
    "$gte": _compare(is_not_more, turned=True),
    "$exists": _exists,
    "$type": _type,
    "$in": lambda wanted: _in(wanted, fold=False, negate=False),
    "$nin": lambda wanted: _in(wanted, fold=False, negate=True),
    "$ini": lambda wanted: _in(wanted, fold=True, negate=False),
    "$nini": lambda wanted: _in(wanted, fold=True, negate=True),
    "$inGroup": lambda wanted: _group(wanted, negate=False),
    "$notInGroup": lambda wanted: _group(wanted, negate=True),
    "$regex": lambda wanted: _regex(wanted, fold=False),
    "$regexi": lambda wanted: _regex(wanted, fold=True),
}
_VERSIONS: dict[str, Callable[[object], Test]] = {
    "$veq": _version(lambda one, other: one == other),
    "$vne": _version(lambda one, other: one != other),
    "$vlt": _version(lambda one, other: one < other),
    "$vlte": _version(lambda one, other: one <= other),
    "$vgt": _version(lambda one, other: one > other),
    "$vgte": _version(lambda one, other: one >= other),
}
_NESTED: dict[str, Callable[[object, str, int], Test]] = {
    "$not": _not,
    "$size": _size,
    "$elemMatch": _element,
    "$all": _all(fold=False),
    "$alli": _all(fold=True),
}
OPERATORS = frozenset(_SIMPLE) | frozenset(_VERSIONS) | frozenset(_NESTED)
