"""How a funnel's answer says what it counted."""

from truenorth.engines.events.funnels.plan import Funnel
from truenorth.engines.events.times import duration_words

_ORDER = {
    "ordered": "in this order, other events between them allowed",
    "strict": "in this order, no other event between them",
    "unordered": "in any order",
}
_ENTRY = {
    "longest": "an actor counts with its deepest path, of equally deep ones the earliest",
    "latest": "an actor counts with its deepest path, of those that first got that deep the one begun last",
    "first": "an actor counts with its first entry only",
}
_TIES = {
    "arrival": "Events of one instant stand in order of arrival.",
    "step": "Events of one instant are taken as the steps need them, exclusions and other events among them ignored.",
}


def words_of(plan: Funnel) -> str:
    """A few sentences: what is counted, window, order, exclusions, ties."""
    sentences = [_counted(plan), *_exclusions(plan), *_limits(plan), _TIES[plan.ties]]
    return " ".join(sentences)


def _counted(plan: Funnel) -> str:
    steps = "Step" if len(plan.steps) == 1 else f"{len(plan.steps)} steps"
    counted = _ENTRY[plan.entry]
    if plan.count == "totals":
        counted = "attempts are counted, which do not overlap"
    unit = ""
    if plan.hold_constant:
        unit = f" Counted are pairs of actor and {', '.join(plan.hold_constant)}; events without a value are left out."
    return (
        f"{steps} {_ORDER[plan.order]}, within {duration_words(plan.window)} of the entry, inclusive; {counted}.{unit}"
    )


def _exclusions(plan: Funnel) -> list[str]:
    if not plan.exclusions:
        return []
    between = "; ".join(f"{one.event} between steps {one.from_step} and {one.to_step}" for one in plan.exclusions)
    return [f"{_consequence(plan)}: {between}."]


def _consequence(plan: Funnel) -> str:
    if plan.on_exclusion == "end_attempt":
        return "An exclusion ends the path where it is"
    if plan.order == "unordered":
        return "An exclusion takes the path back to step 1"
    return (
        "An attempt that an exclusion hits is not counted"
        if plan.count == "totals"
        else ("An actor whose deepest path an exclusion hits is left out altogether")
    )


def _limits(plan: Funnel) -> list[str]:
    found = []
    bounds = [
        f"{word} {moment.isoformat()}" for word, moment in (("since", plan.since), ("until", plan.until)) if moment
    ]
    if bounds:
        found.append(f"Paths begin {' and '.join(bounds)}; later steps may lie after.")
    if plan.breakdown is not None:
        where = "at the entry" if plan.attributed_step == 1 else f"at {plan.attribution}"
        found.append(f"Broken down by {plan.breakdown} {where}.")
    if plan.as_of is not None:
        found.append(f"Windows count as over before {plan.as_of.isoformat()}.")
    return found
