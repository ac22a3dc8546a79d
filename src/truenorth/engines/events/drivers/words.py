"""How drivers were found, in words."""

from truenorth.engines.events.drivers.plan import DAY_SECONDS, Conversion, Drivers


def words_of(plan: Drivers) -> str:
    """What counts as a start, a behaviour and the outcome, and what the numbers are not.

    >>> from truenorth.engines.events.drivers import Return
    >>> words_of(Drivers(outcome=Return(from_day=7, to_day=14))).partition(".")[0]
    'Actors start with their first event; the outcome is any event from day 7 to before day 14 after it'
    """
    start = "event" if plan.start is None else repr(plan.start)
    limit = " and before the outcome" if plan.before_outcome else ""
    early = f"Behaviours are events in the first {_days(plan.early)} after the start{limit}"
    least = (
        f"done by at least {plan.min_actors} actors and not done by as many"
        if plan.min_actors > 1
        else "done by some and not by all"
    )
    return (
        f"Actors start with their first {start}; the outcome is {_outcome(plan)}. {early}, {least}. Only actors for "
        f"whom both times are over count. The difference is of rates with and without the behaviour, its interval "
        f"normal at {100 * (1 - plan.alpha):g} %, its p-value that of the pooled z test, adjusted for all behaviours "
        f"by {plan.correction!r}. This is correlation, not cause: who does one thing early often does many."
    )


def _outcome(plan: Drivers) -> str:
    outcome = plan.outcome
    event = "any event" if outcome.event is None else repr(outcome.event)
    if isinstance(outcome, Conversion):
        return f"{event} at most {_days(outcome.window)} after it"
    return f"{event} from day {outcome.from_day:g} to before day {outcome.to_day:g} after it"


def _days(seconds: float) -> str:
    return f"{seconds / DAY_SECONDS:g} days" if seconds >= DAY_SECONDS else f"{seconds:g} seconds"
