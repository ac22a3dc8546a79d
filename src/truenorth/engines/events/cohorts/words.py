"""A cohort in words, for what a result says of its method."""

from truenorth.engines.events.cohorts.criteria import (
    All,
    AnyOf,
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
)
from truenorth.engines.events.cohorts.plan import Cohort

_SIGNS = {"gt": ">", "gte": "≥", "lt": "<", "lte": "≤", "is": "=", "between": "between"}


def words_of(cohort: Cohort) -> str:
    """What makes a member, and by which rules.

    >>> words_of(Cohort(where=Did(event="buy", within="30d"))).partition(".")[0]
    "Members did 'buy' at least once in the last 30 days"
    """
    rules = "Only actors with a visible event before the end of the range can be members; ties in time follow arrival."
    bounds = _dates(cohort.since, cohort.until)
    counted = f" Conditions count rows{bounds}." if bounds else ""
    return f"Members {_tree(cohort.where)}.{counted} {rules}"


def _tree(where: Criterion) -> str:
    if isinstance(where, Not):
        return f"not ({_tree(where.of)})"
    if isinstance(where, All | AnyOf):
        joint = " and " if isinstance(where, All) else " or "
        return joint.join(f"({_tree(each)})" for each in where.of)
    return _leaf(where)


def _leaf(leaf: Leaf) -> str:
    if isinstance(leaf, HasProperty):
        values = ", ".join(map(str, leaf.filter.value))
        return f"have a last known {leaf.filter.property!r} that {leaf.filter.operator} {values}".rstrip()
    if isinstance(leaf, FirstSeen):
        return f"did {_event(leaf)} for the first time{_dates(leaf.since, leaf.until)}"
    if isinstance(leaf, Sequence):
        window = "" if leaf.window is None else f" within {_span(leaf.window)}, both ends included"
        return f"did {' then '.join(map(_event, leaf.steps))}{window}{_within(leaf.within)}"
    if isinstance(leaf, PropertySum | PropertyDistinct):
        what = "sum of" if isinstance(leaf, PropertySum) else "number of different"
        value = " and ".join(f"{one:g}" for one in leaf.value)
        asked = f"{_SIGNS[leaf.operator]} {value}"
        return f"have a {what} {leaf.property!r} over {_event(leaf)}{_within(leaf.within)} {asked}"
    return _counted(leaf)


def _counted(leaf: Did | DidNot) -> str:
    verb = "did" if isinstance(leaf, Did) else "did not do"
    most = "" if leaf.at_most is None else f" and at most {_times(leaf.at_most)}"
    return f"{verb} {_event(leaf)} at least {_times(leaf.at_least)}{most}{_within(leaf.within)}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _event(match: EventMatch) -> str:
    name = "any event" if match.event is None else repr(match.event)
    return f"{name} (with {len(match.filters)} filters)" if match.filters else name


def _within(within: WithinDates | WithinLast | WithinFirst | None) -> str:
    if within is None:
        return ""
    if isinstance(within, WithinDates):
        return _dates(within.since, within.until)
    place = "the last" if isinstance(within, WithinLast) else "the first"
    ending = "" if isinstance(within, WithinLast) else " after their first event"
    return f" in {place} {_span(within.window)}{ending}"


def _dates(since: object, until: object) -> str:
    begin = f" from {since}" if since is not None else ""
    end = f" to before {until}" if until is not None else ""
    return begin + end


def _span(seconds: float) -> str:
    for name, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds % size == 0:
            count = int(seconds // size)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{seconds:g} seconds"
