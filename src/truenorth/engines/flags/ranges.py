"""Places between 0 and 1, and who stands where."""

import re
from collections.abc import Sequence

from truenorth.engines.flags.hashing import bucketer

Range = tuple[float, float]


def equal_weights(variations: int) -> list[float]:
    """The same share for each variation.

    >>> equal_weights(2)
    [0.5, 0.5]
    """
    return [1 / variations] * variations if variations > 0 else []


def bucket_ranges(variations: int, coverage: float = 1.0, weights: Sequence[float] | None = None) -> list[Range]:
    """Where each variation begins and ends: cumulative weights, each shortened to coverage · weight.

    More coverage therefore never moves anybody. Weights that do not fit the variations or do not sum to one (within
    0.01) are replaced by equal ones, coverage is held between 0 and 1, as in the reference.

    >>> bucket_ranges(2, 0.5)
    [(0.0, 0.25), (0.5, 0.75)]
    """
    covered = min(1.0, max(0.0, coverage))
    shares = list(weights) if weights is not None else equal_weights(variations)
    if len(shares) != variations or not 0.99 <= sum(shares) <= 1.01:
        shares = equal_weights(variations)
    ranges: list[Range] = []
    start = 0.0
    for share in shares:
        ranges.append((start, start + covered * share))
        start += share
    return ranges


def choose(place: float, ranges: Sequence[Range]) -> int:
    """The first range that holds the place (start included, end not); -1 when none does.

    >>> choose(0.5, [(0.0, 0.5), (0.5, 1.0)]), choose(0.9, [(0.0, 0.5)])
    (1, -1)
    """
    for number, (start, end) in enumerate(ranges):
        if start <= place < end:
            return number
    return -1


def in_namespace(value: str, namespace: tuple[str, float, float]) -> bool:
    """Whether an id belongs to the namespace's part: mutual exclusion among experiments that share it.

    >>> in_namespace("1", ("namespace1", 0.4, 1))
    True
    """
    name, start, end = namespace
    return start <= bucketer("gb1", f"__{name}")(value) < end


def query_override(key: str, url: str, variations: int) -> int | None:
    """The variation that a query string forces (`?my-test=1`), None when it forces none.

    >>> query_override("my-test", "http://example.com/?a=b&my-test=1#top", 2)
    1
    """
    pieces = url.split("?")
    if len(pieces) < 2:
        return None
    for pair in pieces[1].split("#", 1)[0].split("&"):
        name, _, text = pair.partition("=")
        if name == key:
            found = re.match(r"\s*[+-]?\d+", text)
            number = int(found[0]) if found else -1
            return number if 0 <= number < variations else None
    return None
