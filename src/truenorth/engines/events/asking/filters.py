"""Which values of a column a filter lets through; asked once for each distinct value, never for each row."""

import re
from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.asking.histories import Column, label_of
from truenorth.engines.events.asking.plan import Filter, Operator, Scalar
from truenorth.engines.events.errors import PlanRefused

Flags = NDArray[np.bool_]


def passing_codes(filter_: Filter, column: Column) -> Flags:
    """For each code of the column, whether a row with it passes.

    A missing value passes "not_set", "is_not" and "not_contains".
    """
    operator = filter_.operator
    if operator in ("set", "not_set"):
        is_set = np.ones(len(column.labels), np.bool_)
        is_set[0] = False
        return is_set if operator == "set" else ~is_set
    if operator in _NUMERIC:
        return _NUMERIC[operator](column.numbers, [_as_number(value) for value in filter_.value])
    is_negative = operator in ("is_not", "not_contains")
    found = _matches(column.labels, operator, filter_.value)
    found[0] = False
    return ~found if is_negative else found


def _as_number(value: Scalar) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise PlanRefused(f"must be a number to compare with, not {value!r}", field="filters.value") from error


def _above(numbers: NDArray[np.float64], wanted: list[float]) -> Flags:
    return numbers > min(wanted)  # NaN compares false: what is no number never passes


def _at_least(numbers: NDArray[np.float64], wanted: list[float]) -> Flags:
    return numbers >= min(wanted)


def _below(numbers: NDArray[np.float64], wanted: list[float]) -> Flags:
    return numbers < max(wanted)


def _at_most(numbers: NDArray[np.float64], wanted: list[float]) -> Flags:
    return numbers <= max(wanted)


def _between(numbers: NDArray[np.float64], wanted: list[float]) -> Flags:
    return np.logical_and(numbers >= wanted[0], numbers <= wanted[1])


_NUMERIC: Mapping[str, Callable[[NDArray[np.float64], list[float]], Flags]] = {
    "gt": _above,
    "gte": _at_least,
    "lt": _below,
    "lte": _at_most,
    "between": _between,
}


def _matches(labels: pa.Array, operator: Operator, values: tuple[Scalar, ...]) -> Flags:
    wanted = [label_of(value) or "" for value in values]
    if operator in ("is", "is_not"):
        return _flags(pc.is_in(labels, value_set=pa.array(wanted, labels.type)))
    found = np.zeros(len(labels), np.bool_)
    for each in wanted:
        found |= _flags(_match_one(labels, operator, each))
    return found


def _match_one(labels: pa.Array, operator: Operator, wanted: str) -> pa.Array:
    if operator == "starts_with":
        return pc.starts_with(labels, wanted)
    if operator == "ends_with":
        return pc.ends_with(labels, wanted)
    if operator == "matches":
        try:
            re.compile(wanted)
            return pc.match_substring_regex(labels, wanted)
        except (re.error, pa.ArrowInvalid) as error:
            raise PlanRefused(f"must be a regular expression, not {wanted!r}", field="filters.value") from error
    return pc.match_substring(labels, wanted)


def _flags(found: pa.Array) -> Flags:
    return np.asarray(pc.fill_null(found, fill_value=False).to_numpy(zero_copy_only=False), np.bool_).copy()
