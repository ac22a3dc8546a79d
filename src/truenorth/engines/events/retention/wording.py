"""What a retention says of itself, in words."""

from truenorth.engines.events.retention.plan import Retention

ROLLING = {"hour": "hours", "day": "24 hours", "week": "7 days", "month": "30 days"}


def method_of(plan: Retention) -> str:
    """Who is in a cohort, what counts as retained, on which clock, and how the totals are made.

    >>> print(method_of(Retention(start="signup", returning="open")))
    An actor enters once, by its first signup ever. Cell 0 is the cohort's size; cell N are those with open in \
the N-th calendar day after (UTC). Overall is the sum of those retained over the sum of entries, each cell from \
entries for which it has begun.
    """
    return " ".join((_entry(plan), _cells(plan), _overall(plan)))


def _entry(plan: Retention) -> str:
    start = _event(plan.start, filtered=bool(plan.start_filters))
    if plan.cohort == "first_time":
        return f"An actor enters once, by its first {start} ever{_range(plan)}."
    return f"An actor enters every calendar {plan.period} in which it has {start}{_range(plan)}."


def _range(plan: Retention) -> str:
    since = f" from {plan.since.isoformat()}" if plan.since else ""
    until = f" before {plan.until.isoformat()}" if plan.until else ""
    return f", if{since}{until}" if since or until else ""


def _event(name: str | None, *, filtered: bool) -> str:
    return (name or "any event") + (" that passes its filters" if filtered else "")


def _cells(plan: Retention) -> str:
    times = f" at least {plan.min_occurrences} times" if plan.min_occurrences > 1 else ""
    returning = _event(plan.returning, filtered=bool(plan.returning_filters)) + times
    return f"Cell 0 is the cohort's size; cell N are those with {returning} {_when(plan)} ({_clock(plan)})."


def _when(plan: Retention) -> str:
    unit = f"calendar {plan.period}" if plan.clock == "calendar" else f"period of {ROLLING[plan.period]}"
    if plan.brackets is not None:
        brackets = ", ".join(f"{first}-{last}" for first, last in plan.brackets)
        return f"in any {unit} of the N-th bracket after, of {brackets}"
    later = " or any later one" if plan.kind == "on_or_after" else ""
    return f"in the N-th {unit} after{later}"


def _clock(plan: Retention) -> str:
    if plan.clock == "calendar":
        weeks = f", weeks from {plan.week_start.title()}" if plan.period == "week" else ""
        return f"{plan.timezone}{weeks}"
    floored = "both moments taken back to the full hour" if plan.rounding == "hour" else "to the microsecond"
    first = ", from its first start in that period" if plan.cohort == "recurring" else ""
    return f"counted from the entry{first}, {floored}; cohorts by calendar {plan.period}, {plan.timezone}"


def _overall(plan: Retention) -> str:
    reached = "has begun" if plan.clock == "calendar" else "is over"
    as_of = f" by {plan.as_of.isoformat()}" if plan.as_of else ""
    sums = "Overall is the sum of those retained over the sum of entries, each cell from entries for which it"
    return f"{sums} {reached}{as_of}."
