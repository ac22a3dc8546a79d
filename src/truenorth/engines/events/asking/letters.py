"""Conditions on rows become letters: one small code a row that says which conditions the row meets.

A kernel then knows neither events nor properties. Conditions are tried once for each distinct value, and rows are
read only where more than the event's name decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT, column_of
from truenorth.engines.events.asking.filters import passing_codes
from truenorth.engines.events.asking.histories import Column, Histories
from truenorth.engines.events.asking.kernels import CODES, WIDE, Codes, Longs, Walk
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.kernels import fixed, kernel

UNSEEN, OTHER = 0, 1
"""The letter of a row that the plan's filters drop, and of one that meets no condition."""
MOST_LETTERS = 65_535


@dataclass(frozen=True, slots=True)
class Condition:
    """One of these events (None: any event) that passes all filters."""

    events: tuple[str, ...] | None
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, eq=False)
class Letters:
    """A code a row in `settled` and `recent`; `lut[code]` is its letter, `meets[letter, condition]` what that means."""

    settled: Codes
    recent: Codes
    lut: Codes
    meets: NDArray[np.bool_]

    @property
    def size(self) -> int:
        return len(self.meets)


def spell(histories: Histories, conditions: Sequence[Condition], filters: Sequence[Filter] = ()) -> Letters:
    """The letters of a bucket for these conditions; rows that fail `filters` are UNSEEN.

    Letters 0 and 1 are always there, whether or not a row has them.
    """
    keys = [EVENT, *sorted({column_of(one.property) for one in _filters(conditions, filters)} - {EVENT})]
    seen = [Condition(None, tuple(filters)), *conditions]
    rows = np.concatenate([np.zeros((1, len(seen)), np.bool_), np.eye(1, len(seen), dtype=np.bool_)])
    coded = None
    for key in keys:
        column = histories.column(key)
        kinds, kind_of_code = _kinds(column, key, seen)
        if coded is None:
            rows, table = _join(rows, np.ones((1, len(seen)), np.bool_), kinds)
            coded = _Coded(column.settled, column.recent, table[0][kind_of_code])
        else:
            rows, coded = _refine(rows, coded, column, kinds, kind_of_code)
    settled, recent, lut = coded.narrow() if coded else _nothing()
    return Letters(fixed(settled), fixed(recent), fixed(lut), rows[:, 1:])


def _filters(conditions: Sequence[Condition], filters: Sequence[Filter]) -> list[Filter]:
    return [*filters, *(one for condition in conditions for one in condition.filters)]


def _kinds(column: Column, key: str, conditions: Sequence[Condition]) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """The distinct ways in which the column's values meet the conditions, and which way each code goes."""
    meets = np.ones((len(column.labels), len(conditions)), np.bool_)
    for place, condition in enumerate(conditions):
        if key == EVENT and condition.events is not None:
            meets[:, place] = _is_named(column, condition.events)
        for filter_ in condition.filters:
            if column_of(filter_.property) == key:
                meets[:, place] &= passing_codes(filter_, column)
    first, kind_of_code = _distinct(meets)
    return meets[first], kind_of_code


def _distinct(rows: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first of each distinct row, in the order of the rows, and which of these each row is."""
    bits = np.packbits(rows, axis=1)
    padded = np.zeros((bits.shape[0], -(-bits.shape[1] // 8) * 8), np.uint8)
    padded[:, : bits.shape[1]] = bits
    words = padded.view(np.uint64)
    keys = words[:, 0] if words.shape[1] == 1 else words.view(f"V{words.shape[1] * 8}").reshape(-1)
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    place = np.empty(order.size, np.intp)
    place[order] = np.arange(order.size)
    return first[order], place[inverse.reshape(-1)]


def _is_named(column: Column, events: tuple[str, ...]) -> NDArray[np.bool_]:
    found = np.zeros(len(column.labels), np.bool_)
    for event in events:
        code = column.code_of(event)
        if code >= 0:
            found[code] = True
    return found


def _join(
    known: NDArray[np.bool_], before: NDArray[np.bool_], kinds: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Letters of what was met before together with each kind: the letters' rows, and (before, kind) → letter."""
    both = before[:, None, :] & kinds[None, :, :]
    both &= both[:, :, :1]  # what is not seen meets nothing
    flat = both.reshape(-1, both.shape[-1])
    rows = np.concatenate([known[:2], flat])
    first, places = _distinct(rows)  # UNSEEN and OTHER keep the first two places
    if first.size > MOST_LETTERS:
        raise PlanRefused("are too many different conditions on one row", field="filters")
    return rows[first], places[2:].reshape(len(before), len(kinds)).astype(np.int64)


@dataclass(frozen=True, eq=False, slots=True)
class _Coded:
    """Rows as codes and what letter each code is."""

    settled: NDArray[np.generic]
    recent: NDArray[np.generic]
    letter_of_code: Longs

    def narrow(self) -> tuple[Codes, Codes, Codes]:
        lut = self.letter_of_code.astype(np.uint16)
        if self.settled.dtype == np.uint16 and self.recent.dtype == np.uint16:
            return self.settled, self.recent, lut  # type: ignore[return-value]  # dtypes checked above
        return lut[self.settled], lut[self.recent], np.arange(int(lut.max(initial=0)) + 1, dtype=np.uint16)


def _nothing() -> tuple[Codes, Codes, Codes]:
    empty = np.empty(0, np.uint16)
    return empty, empty, np.zeros(1, np.uint16)


def _refine(
    rows: NDArray[np.bool_],
    coded: _Coded,
    column: Column,
    kinds: NDArray[np.bool_],
    kind_of_code: NDArray[np.intp],
) -> tuple[NDArray[np.bool_], _Coded]:
    refined, table = _join(rows, rows, kinds)
    before = fixed(coded.letter_of_code.astype(np.uint16))
    pairs = fixed(table.astype(np.uint16).reshape(-1))
    kind_of = fixed(kind_of_code.astype(np.uint16))
    parts = [
        _look_up(letters, before, codes, kind_of, pairs, len(kinds))
        for letters, codes in ((coded.settled, column.settled), (coded.recent, column.recent))
    ]
    return refined, _Coded(parts[0], parts[1], np.arange(len(refined), dtype=np.int64))


def _look_up(
    letters: NDArray[np.generic], before: Codes, codes: NDArray[np.generic], kind_of: Codes, pairs: Codes, kinds: int
) -> Codes:
    found = np.empty(letters.size, np.uint16)
    wide = [array if array.dtype == np.uint16 else array.astype(np.int32) for array in (letters, codes)]
    _pair(fixed(wide[0]), before, fixed(wide[1]), kind_of, pairs, np.int64(kinds), found)
    return found


_WRITTEN = types.Array(types.uint16, 1, "C")


@kernel(
    *(
        types.void(letters, CODES, codes, CODES, CODES, types.int64, _WRITTEN)
        for letters in (CODES, WIDE)
        for codes in (CODES, WIDE)
    )
)
def _pair(
    letters: Codes, before: Codes, codes: Codes, kind_of: Codes, pairs: Codes, kinds: np.int64, found: Codes
) -> None:
    for row in range(letters.size):
        letter = before[letters[row]]
        if letter == 0:
            found[row] = 0
        else:
            found[row] = pairs[letter * kinds + kind_of[codes[row]]]


def walk_of(histories: Histories) -> Walk:
    """The bucket as kernels take it."""
    spans = histories.spans
    return Walk(
        fixed(spans.settled_from),
        fixed(spans.settled_to),
        fixed(spans.recent_from),
        fixed(spans.recent_to),
        fixed(histories.settled_time),
        fixed(histories.recent_time),
    )


def steps_of(letters: Letters) -> tuple[Longs, Longs]:
    """For each letter the conditions it meets, last first: `steps[starts[letter]:starts[letter + 1]]`.

    Last first, since an event that serves two steps must move the later one before it makes room for itself.
    """
    found = [np.flatnonzero(row)[::-1] for row in letters.meets]
    starts = np.concatenate([[0], np.cumsum([each.size for each in found])]).astype(np.int64)
    steps = np.concatenate([*found, np.empty(0, np.int64)]).astype(np.int64)
    return fixed(starts), fixed(steps)


def has_condition(letters: Letters, condition: int) -> NDArray[np.uint8]:
    """For each letter, 1 where it meets this condition."""
    return fixed(letters.meets[:, condition].astype(np.uint8))


def count_seen(letters: Letters) -> int:
    """Rows that the plan's filters let through, those outside of every span included."""
    seen = letters.lut != UNSEEN
    return int(sum(int(np.count_nonzero(seen[codes])) for codes in (letters.settled, letters.recent)))
