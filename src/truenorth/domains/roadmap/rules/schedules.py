"""Dates and dependencies: what is broken, what a move takes along, and which dates cannot be."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span:
    """From when and until when something is worked on, as far as it is known."""

    starts_on: date | None = None
    target_on: date | None = None


def overlap_days(blocker: Span, blocked: Span) -> int:
    """By how many days something starts before what it waits for ends; what waits may start on that very day."""
    if blocker.target_on is None or blocked.starts_on is None:
        return 0
    return max(0, (blocker.target_on - blocked.starts_on).days)


def shift(
    spans: Mapping[T, Span], blocks: Iterable[tuple[T, T]], *, moved: T, to: Span, fixed: Collection[T] = ()
) -> dict[T, Span]:
    """The new spans of what moves when one thing does: itself, and whatever would start before what it waits for.

    `blocks` are pairs of what blocks and what waits for it, without a circle. A dependant starts on the day on which
    the last of those ends that moved, and takes as long as before. Nothing is taken earlier; what has no start, or is
    `fixed` because it is done, stays.
    """
    waiting: dict[T, list[T]] = {}
    for blocker, blocked in blocks:
        waiting.setdefault(blocker, []).append(blocked)
    new = {moved: to}
    for here in _downstream(moved, waiting):
        for each in waiting.get(here, ()):
            late = overlap_days(new.get(here, Span()), new.get(each, spans.get(each, Span())))
            if late and each not in fixed:
                new[each] = _after(new.get(each, spans[each]), new[here].target_on)
    return new


def find_wrong_dates(
    *, starts_on: date | None, target_on: date | None, not_before_on: date | None, deadline_on: date | None
) -> dict[str, str]:
    """Dates that cannot be, by the field that has to give way."""
    pairs = (
        ("target_on", target_on, "The target lies before the start", starts_on),
        ("deadline_on", deadline_on, "The deadline lies before the start", starts_on),
        ("deadline_on", deadline_on, "The deadline lies before the day from which it can start", not_before_on),
        ("starts_on", starts_on, "It starts before the day from which it can", not_before_on),
    )
    wrong: dict[str, str] = {}
    for field, later, words, earlier in pairs:
        if later and earlier and later < earlier:
            wrong.setdefault(field, f"{words}, {earlier}.")
    return wrong


def _after(span: Span, day: date | None) -> Span:
    if day is None or span.starts_on is None:
        return span
    return Span(day, span.target_on + (day - span.starts_on) if span.target_on else None)


def _downstream(start: T, waiting: Mapping[T, Sequence[T]]) -> list[T]:
    """What waits for the start, directly or not, each after everything of it that it waits for; the start first."""
    done: dict[T, None] = {}
    stack: list[tuple[T, int]] = [(start, 0)]
    while stack:
        here, index = stack.pop()
        following = waiting.get(here, ())
        if index < len(following):
            stack.append((here, index + 1))
            if following[index] not in done:
                stack.append((following[index], 0))
        else:
            done[here] = None
    return list(reversed(done))
