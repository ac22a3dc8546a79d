"""Raw JSON read with its path: whatever has the wrong shape is refused by name."""

from collections.abc import Mapping, Sequence

from truenorth.engines.flags.errors import RuleSetMalformed
from truenorth.engines.flags.ranges import Range

Definition = Mapping[str, object]


def mapping(raw: object, path: str) -> Definition:
    """An object.

    >>> mapping({"a": 1}, "beta")
    {'a': 1}
    """
    if not isinstance(raw, Mapping):
        raise RuleSetMalformed("must be an object", path=path)
    return raw


def sequence(raw: object, path: str) -> Sequence[object]:
    """A list.

    >>> sequence([1, 2], "beta.rules")
    [1, 2]
    """
    if not isinstance(raw, list | tuple):
        raise RuleSetMalformed("must be a list", path=path)
    return raw


def number(raw: object, default: float, path: str) -> float:
    """A finite number, `default` where there is none.

    >>> number(None, 1.0, "beta.coverage"), number(1, 0.0, "beta.coverage")
    (1.0, 1.0)
    """
    if raw is None:
        return default
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw != raw or abs(raw) == float("inf"):  # noqa: PLR0124 - NaN
        raise RuleSetMalformed("must be a number", path=path)
    return float(raw)


def numbers(raw: object, path: str) -> tuple[float, ...] | None:
    """A list of numbers, None where there is none.

    >>> numbers([0.5, 0.5], "beta.weights")
    (0.5, 0.5)
    """
    if raw is None:
        return None
    return tuple(number(one, 0.0, f"{path}[{place}]") for place, one in enumerate(sequence(raw, path)))


def one_range(raw: object, path: str) -> Range:
    """A pair of numbers: start and end.

    >>> one_range([0, 0.5], "beta.range")
    (0.0, 0.5)
    """
    ends = sequence(raw, path)
    if len(ends) != 2:
        raise RuleSetMalformed("must be [start, end]", path=path)
    return number(ends[0], 0.0, f"{path}[0]"), number(ends[1], 0.0, f"{path}[1]")


def all_ranges(raw: object, path: str) -> tuple[Range, ...] | None:
    """A list of ranges, None where there is none.

    >>> all_ranges([[0, 0.5]], "beta.ranges")
    ((0.0, 0.5),)
    """
    if raw is None:
        return None
    return tuple(one_range(one, f"{path}[{place}]") for place, one in enumerate(sequence(raw, path)))
