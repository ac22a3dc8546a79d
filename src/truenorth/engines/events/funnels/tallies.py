"""What a bucket's paths add up to, by value and by interval; small, and added across buckets by label."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Label = str | int
"""A breakdown's value, or the first moment of an interval in microseconds."""


@dataclass(frozen=True, eq=False)
class Durations:
    """Microseconds, and for each the place of its label."""

    label: NDArray[np.int32]
    micros: Longs


@dataclass(frozen=True, eq=False)
class Tally:
    """`done[label, step]` and `waiting[label, step]` counts; `spans[step]` durations from the step before.

    Step 1's place in `spans` holds the durations from the entry to the last step that is not optional. `spans` is
    empty where no times are wanted.
    """

    labels: tuple[Label, ...]
    done: Longs
    waiting: Longs
    spans: tuple[Durations, ...]


@dataclass(frozen=True, eq=False)
class FunnelPartial:
    """One bucket's part: the paths by value (one label without a breakdown), and by interval."""

    by_value: Tally
    by_interval: Tally | None


def add_tallies(tallies: Sequence[Tally], *, order: Callable[[Label], object] | None = None) -> Tally:
    """One tally of several, over one set of steps; labels in order of appearance, or sorted by `order`.

    >>> one = Tally(("a",), np.ones((1, 2), np.int64), np.zeros((1, 2), np.int64), ())
    >>> add_tallies([one, one]).done.tolist()
    [[2, 2]]
    """
    labels = tuple(dict.fromkeys(label for tally in tallies for label in tally.labels))
    if order is not None:
        labels = tuple(sorted(labels, key=order))  # type: ignore[arg-type]  # each caller's labels are of one kind
    place = {label: at for at, label in enumerate(labels)}
    steps = tallies[0].done.shape[1] if tallies else 0
    done, waiting = np.zeros((len(labels), steps), np.int64), np.zeros((len(labels), steps), np.int64)
    moved = [np.array([place[label] for label in tally.labels], np.int32) for tally in tallies]
    for tally, to in zip(tallies, moved, strict=True):
        done[to] += tally.done
        waiting[to] += tally.waiting
    return Tally(labels, done, waiting, _joined(tallies, moved))


def _joined(tallies: Sequence[Tally], moved: Sequence[NDArray[np.int32]]) -> tuple[Durations, ...]:
    spans = max((len(tally.spans) for tally in tallies), default=0)
    parts = [(tally.spans, to) for tally, to in zip(tallies, moved, strict=True) if tally.spans]
    return tuple(
        Durations(
            np.concatenate([_moved(each[at].label, to) for each, to in parts]),
            np.concatenate([each[at].micros for each, _ in parts]),
        )
        for at in range(spans)
    )


def _moved(label: NDArray[np.int32], to: NDArray[np.int32]) -> NDArray[np.int32]:
    """The new places of old ones: `to[place]`, for which one label needs no look."""
    return np.full(label.size, to[0], np.int32) if to.size == 1 else to[label]
