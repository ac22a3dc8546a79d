"""From an id to a place between 0 and 1, the same in every language.

`gb1` and `gb2` run FNV-1a over UTF-16 code units, as JavaScript's charCodeAt does; `optimizely` runs murmur3 over
UTF-8. An id beyond ASCII tells them apart.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

Scheme = Literal["gb1", "gb2", "optimizely"]
_OFFSET, _MASK = 0x811C9DC5, 0xFFFFFFFF
_SHORT = 32  # up to so many units the state is cut to 32 bits once, at the end: longer numbers cost less than cuts


def fnv1a32(text: str, state: int = _OFFSET) -> int:
    """FNV-1a of the UTF-16 code units, going on from `state`. Source: Fowler, Noll and Vo.

    >>> fnv1a32("user-1")
    4115888500
    """
    units: bytes | memoryview = text.encode("latin-1") if text.isascii() else _units(text)
    if len(units) > _SHORT:
        for unit in units:
            state = ((state ^ unit) * 0x01000193) & 0xFFFFFFFF
        return state
    for unit in units:
        state = (state ^ unit) * 0x01000193
    return state & 0xFFFFFFFF


def _units(text: str) -> memoryview:
    return memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")


def murmur3_32(text: str, seed: int = 1) -> int:
    """MurmurHash3 x86 32-bit over UTF-8. Source: Austin Appleby, smhasher (public domain).

    >>> murmur3_32("user-11886780721")
    1654690410
    """
    data = text.encode("utf-8", "surrogatepass")
    state = seed
    whole = len(data) & ~3
    for place in range(0, whole, 4):
        state ^= _scramble(int.from_bytes(data[place : place + 4], "little"))
        state = ((state << 13) | (state >> 19)) & _MASK
        state = (state * 5 + 0xE6546B64) & _MASK
    state ^= _scramble(int.from_bytes(data[whole:], "little"))
    state ^= len(data)
    state = ((state ^ (state >> 16)) * 0x85EBCA6B) & _MASK
    state = ((state ^ (state >> 13)) * 0xC2B2AE35) & _MASK
    return state ^ (state >> 16)


def _scramble(block: int) -> int:
    block = (block * 0xCC9E2D51) & _MASK
    block = ((block << 15) | (block >> 17)) & _MASK
    return (block * 0x1B873593) & _MASK


def scheme_of(version: int) -> Scheme | None:
    """The scheme of GrowthBook's hashVersion, None for an unknown one.

    >>> scheme_of(2)
    'gb2'
    """
    schemes: dict[int, Scheme] = {1: "gb1", 2: "gb2"}
    return schemes.get(version)


@lru_cache(maxsize=4096)
def bucketer(scheme: Scheme, seed: str) -> Callable[[str], float]:
    """A function from id to bucket, what the seed needs being computed once.

    `gb1` has a thousand buckets, the others ten thousand. With `optimizely` the seed is the experiment's id.

    >>> bucketer("gb2", "exp-onboarding-tooltip")("user-1"), bucketer("optimizely", "1886780721")("user-1")
    (0.4206, 0.3852)
    """
    if scheme == "gb1":
        return lambda value: fnv1a32(value + seed) % 1000 / 1000
    if scheme == "optimizely":
        return lambda value: int(murmur3_32(value + seed) / 2**32 * 10000) / 10000
    start = fnv1a32(seed)

    def place(value: str) -> float:
        state = _OFFSET
        for digit in b"%d" % fnv1a32(value, start):
            state = (state ^ digit) * 0x01000193
        return (state & 0xFFFFFFFF) % 10000 / 10000

    return place
