"""Which segments of a bucket are worth merging, so that they stay few and each event is rewritten seldom."""

from collections.abc import Sequence

from truenorth.engines.events.store.manifest import Segment
from truenorth.engines.events.store.sorting import SMALL_ROWS

FEW, MANY = 4, 12
"""So many segments of one month are left as they are, and so many are merged whatever their sizes."""

LARGE_ROWS = 131_072
"""A segment of so many rows is read as fast as a larger one: it waits until there are many."""


def groups_to_merge(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Groups of a bucket's segments (in the order of their ranks), each in that order; no segment is in two.

    Small segments of any months are merged once there are a few. Those of one month are when they are many, or,
    while they are not large, when together they nearly are as large as the largest. Whatever lies between them in
    rank and overlaps them in time is merged too, since events of one instant must stay in order of arrival.
    """
    small = [segment for segment in segments if segment.rows < SMALL_ROWS]
    groups = [_closed(small, segments)] if len(small) >= FEW else []
    taken = {segment.id for group in groups for segment in group}
    by_month: dict[str, list[Segment]] = {}
    for segment in segments:
        by_month.setdefault(segment.month, []).append(segment)
    for group in by_month.values():
        chosen = _chosen(group)
        closed = _closed(chosen, segments) if chosen else []
        if closed and not taken & {segment.id for segment in closed}:
            groups.append(closed)
            taken |= {segment.id for segment in closed}
    return groups


def _chosen(group: Sequence[Segment]) -> Sequence[Segment]:
    """What is worth merging of one month's; empty for nothing."""
    if len(group) >= MANY:
        return group
    light = [segment for segment in group if segment.rows < LARGE_ROWS]
    rows = [segment.rows for segment in light]
    return light if len(light) >= FEW and sum(rows) >= 1.5 * max(rows) else []


def _closed(group: Sequence[Segment], segments: Sequence[Segment]) -> list[Segment]:
    """The group, and what would come to stand before or after the wrong one of it."""
    inside = {segment.id for segment in group}
    while True:
        chosen = [segment for segment in segments if segment.id in inside]
        first, last = min(s.first_time for s in chosen), max(s.last_time for s in chosen)
        low, high = chosen[0].rank, chosen[-1].rank
        more = {s.id for s in segments if low <= s.rank <= high and s.first_time <= last and s.last_time >= first}
        if more <= inside:
            return chosen
        inside |= more
