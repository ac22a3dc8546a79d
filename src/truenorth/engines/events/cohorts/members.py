"""Which actors of a bucket are members of a cohort."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT, column_of
from truenorth.engines.events.asking.filters import passing_codes
from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.letters import Condition
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.cohorts.criteria import (
    All,
    AnyOf,
    Compared,
    Criterion,
    Did,
    DidNot,
    EventMatch,
    FirstSeen,
    HasProperty,
    Leaf,
    Not,
    PropertyDistinct,
    PropertySum,
    Sequence,
    WithinDates,
    WithinFirst,
    WithinLast,
    leaves_of,
)
from truenorth.engines.events.cohorts.kernels import Bounds
from truenorth.engines.events.cohorts.plan import Cohort
from truenorth.engines.events.cohorts.scan import ALL, NEVER, Flags, Scan, both, bounds_between, span_micros
from truenorth.engines.events.times import micros

Comparison = Callable[[NDArray[Any], tuple[float, ...]], Flags]


def member_mask(cohort: Cohort, histories: Histories, about: Provenance) -> NDArray[np.bool_]:
    """Which of the bucket's actors are members, shape (actors,).

    The cohort's own `members` and `actor` are the caller's to apply. Raises PlanRefused for a filter that cannot be.

    >>> from truenorth.engines.events.asking.histories import from_rows
    >>> from truenorth.engines.events.cohorts import Cohort, Did
    >>> rows = [{"actor": who, "event": what, "time": "2024-03-01"} for who, what in [("ada", "buy"), ("bob", "look")]]
    >>> member_mask(Cohort(where=Did(event="buy")), from_rows(rows), Provenance("s", 2, None, None)).tolist()
    [True, False]
    """
    return Members.of(cohort, histories, about).mask()


def columns_of(cohort: Cohort) -> frozenset[str]:
    """The keys of the columns that `member_mask` reads.

    >>> from truenorth.engines.events.cohorts import Cohort, PropertySum
    >>> sorted(columns_of(Cohort(where=PropertySum(event="buy", property="price", value=10))))
    ['event', 'p:price']
    """
    names: list[str] = [] if cohort.breakdown is None else [cohort.breakdown]
    names += [one.property for one in cohort.filters]
    for leaf in leaves_of(cohort.where):
        names += [one.property for match in _matches(leaf) for one in match.filters]
        if isinstance(leaf, PropertySum | PropertyDistinct):
            names.append(leaf.property)
        if isinstance(leaf, HasProperty):
            names.append(leaf.filter.property)
    return frozenset({EVENT, *map(column_of, names)})


def _matches(leaf: Leaf) -> tuple[EventMatch, ...]:
    if isinstance(leaf, Sequence):
        return leaf.steps
    return () if isinstance(leaf, HasProperty) else (leaf,)


def condition_of(match: EventMatch) -> Condition:
    """The rows that an event and its filters name.

    >>> condition_of(EventMatch(event="buy"))
    Condition(events=('buy',), filters=())
    """
    return condition_from(match.event, match.filters)


def condition_from(event: str | None, filters: tuple[Filter, ...] = ()) -> Condition:
    """The same of an event's name, None for any.

    >>> condition_from(None).events is None
    True
    """
    return Condition(None if event is None else (event,), filters)


@dataclass(frozen=True, eq=False)
class Members:
    """A cohort's conditions over one bucket; `place` is where each leaf's first condition stands, by its id."""

    cohort: Cohort
    about: Provenance
    scan: Scan
    place: Mapping[int, int]
    first: NDArray[np.int64]
    sight: Bounds

    @classmethod
    def of(cls, cohort: Cohort, histories: Histories, about: Provenance) -> "Members":
        """Spell the rows and find everyone's first visible one."""
        conditions: list[Condition] = []
        place: dict[int, int] = {}
        for leaf in leaves_of(cohort.where):
            place[id(leaf)] = len(conditions)
            conditions += [condition_of(match) for match in _matches(leaf)]
        scan = Scan.of(histories, conditions, cohort.filters)
        first = scan.times(scan.first(None, bounds_between(scan.size)))
        return cls(cohort, about, scan, place, first, bounds_between(scan.size, cohort.since, cohort.until))

    def is_known(self) -> Flags:
        """Who has a visible row before `until`: out of these the members are chosen."""
        return np.less(self.first, np.minimum(self.sight.ends, NEVER))

    def mask(self) -> Flags:
        """Who is a member, shape (actors,)."""
        return self.is_known() & self._holds(self.cohort.where)

    def last_codes(self, name: str) -> NDArray[np.int64]:
        """The code of everyone's last known value of a property."""
        return self.scan.last(None, bounds_between(self.scan.size, until=self.cohort.until), column_of(name))

    def _holds(self, where: Criterion) -> Flags:
        if isinstance(where, All):
            return functools.reduce(np.bitwise_and, [self._holds(each) for each in where.of])
        if isinstance(where, AnyOf):
            return functools.reduce(np.bitwise_or, [self._holds(each) for each in where.of])
        if isinstance(where, Not):
            return ~self._holds(where.of)
        return self._leaf(where)

    def _leaf(self, leaf: Leaf) -> Flags:
        if isinstance(leaf, HasProperty):
            key = column_of(leaf.filter.property)
            return passing_codes(leaf.filter, self.scan.histories.column(key))[self.last_codes(leaf.filter.property)]
        at = self.place[id(leaf)]
        if isinstance(leaf, FirstSeen):
            return self._first_seen(leaf, at)
        bounds = both(self.sight, self._within(leaf.within))
        if isinstance(leaf, Sequence):
            window = ALL if leaf.window is None else span_micros(leaf.window)
            return self.scan.follows(range(at, at + len(leaf.steps)), bounds, window=window)
        if isinstance(leaf, PropertySum):
            return _compare(self.scan.total(at, bounds, column_of(leaf.property)), leaf.operator, leaf.value)
        if isinstance(leaf, PropertyDistinct):
            return _compare(self.scan.distinct(at, bounds, column_of(leaf.property)), leaf.operator, leaf.value)
        did = self._counted(leaf, at, bounds)
        return did if isinstance(leaf, Did) else ~did

    def _counted(self, leaf: Did | DidNot, at: int, bounds: Bounds) -> Flags:
        enough = leaf.at_least if leaf.at_most is None else leaf.at_most + 1
        counts = self.scan.count(at, bounds, enough=enough)
        did = counts >= leaf.at_least
        return did if leaf.at_most is None else did & (counts <= leaf.at_most)

    def _first_seen(self, leaf: FirstSeen, at: int) -> Flags:
        wanted = bounds_between(self.scan.size, leaf.since, leaf.until)
        first = self.scan.times(self.scan.first(at, bounds_between(self.scan.size, until=self.cohort.until)))
        return (first >= wanted.begins) & (first < np.minimum(wanted.ends, NEVER))

    def _within(self, within: WithinDates | WithinLast | WithinFirst | None) -> Bounds:
        if isinstance(within, WithinFirst):
            return Bounds(
                self.first, np.minimum(self.first, NEVER - span_micros(within.window)) + span_micros(within.window)
            )
        if isinstance(within, WithinLast):
            moment = as_of(self.cohort, self.about)
            ends = np.full(self.scan.size, moment + 1, np.int64)
            return Bounds(ends - span_micros(within.window), ends)
        if isinstance(within, WithinDates):
            return bounds_between(self.scan.size, within.since, within.until)
        return bounds_between(self.scan.size)


def as_of(cohort: Cohort, about: Provenance) -> int:
    """The moment as of which a cohort is asked, microseconds; 1970 where the store is empty.

    >>> as_of(Cohort(where=Did(event="buy")), Provenance("s", 1, 5, 7))
    7
    """
    return micros(cohort.as_of) if cohort.as_of is not None else about.last_time or 0


_COMPARISONS: Mapping[Compared, Comparison] = {
    "gt": lambda found, value: found > value[0],
    "gte": lambda found, value: found >= value[0],
    "lt": lambda found, value: found < value[0],
    "lte": lambda found, value: found <= value[0],
    "is": lambda found, value: found == value[0],
    "between": lambda found, value: (found >= value[0]) & (found <= value[1]),
}


def _compare(found: NDArray[Any], operator: Compared, value: tuple[float, ...]) -> Flags:
    return np.asarray(_COMPARISONS[operator](found, value), np.bool_)
