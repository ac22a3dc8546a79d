"""How an experiment's totals were made, in words."""

from truenorth.engines.events.experiments.plan import ExperimentTotals


def words_of(plan: ExperimentTotals) -> str:
    """Who belongs to a variant, what counts, and what is left out.

    >>> words_of(ExperimentTotals()).partition(".")[0]
    "An actor belongs to the variant of its first '$exposure' that names one in 'variant'"
    """
    crossed = "are left out" if plan.on_crossed == "exclude" else "stay with their first"
    covariate = ""
    if plan.pre_days:
        covariate = f" The covariate is the same metric over the {plan.pre_days:g} days before the first exposure."
    immature = " Where a metric's days must be over, other actors are left out of it." if _has_mature(plan) else ""
    return (
        f"An actor belongs to the variant of its first {plan.exposure!r} that names one in {plan.variant_property!r}"
        f"{_range(plan)}. Actors exposed to several variants {crossed}. Metrics count events at or after the first "
        f"exposure, windows include their end; one number per actor is summed.{covariate}{immature}"
    )


def _has_mature(plan: ExperimentTotals) -> bool:
    return any(metric.needs_maturity() for metric in plan.metrics)


def _range(plan: ExperimentTotals) -> str:
    begin = f" from {plan.since}" if plan.since is not None else ""
    end = f" to before {plan.until}" if plan.until is not None else ""
    return begin + end
