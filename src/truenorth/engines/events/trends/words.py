"""The sentences under a trend."""

from collections.abc import Iterator

from truenorth.engines.events.trends.plan import LETTERS, OF_NUMBERS, QUANTILES, Series, Trend
from truenorth.engines.events.trends.result import Bucket

_MEASURES = {
    "totals": "events",
    "uniques": "distinct actors",
    "average": "events divided by the actors who did them",
    "active_percent": "actors who did it, as a percentage of the actors with any event in the interval",
    "frequency": "actors by how many times they did it in the interval",
    "distinct": "different values of {property}",
    "sum": "the sum of {property}",
    "mean": "the mean of {property} over events",
    "min": "the least {property}",
    "max": "the greatest {property}",
    "median": "the median of {property} over events",
}


def method_of(plan: Trend, *, ignored: int, incomplete_from: Bucket | None, has_rest: bool) -> str:
    """What the lines are, in sentences.

    >>> method_of(Trend(measure="uniques", rolling=7), ignored=0, incomplete_from=None, has_rest=False)
    'Distinct actors by day (UTC). Each point covers its interval and the 6 before it, looking back before since.'
    """
    sentences = [_opening(plan), *_windows(plan), *_breakdown(plan, has_rest=has_rest), *_values(plan, ignored)]
    if plan.compare:
        sentences.append("The previous lines are of the equally long range before, at their own dates.")
    if incomplete_from is not None:
        sentences.append(f"Incomplete from {incomplete_from.isoformat()} on.")
    return " ".join(sentences)


def _opening(plan: Trend) -> str:
    series = plan.lines()
    if len(series) == 1 and plan.formula is None:
        said = _measure(series[0])
    else:
        said = "; ".join(f"{LETTERS[place]}: {_measure(one)}" for place, one in enumerate(series))
        said = f"{plan.formula.strip()} with {said}" if plan.formula else said
    begun = f", weeks from {plan.week_start}" if plan.interval == "week" else ""
    by = "over the whole range" if plan.interval == "all" else f"by {plan.interval}"
    return f"{said[0].upper()}{said[1:]} {by} ({plan.timezone}{begun})."


def _measure(series: Series) -> str:
    measure = series.measure or "totals"
    said = _MEASURES.get(measure, f"the {measure[1:]}th percentile of {{property}} over events")
    return said.replace("{property}", series.property or "")


def _windows(plan: Trend) -> Iterator[str]:
    if plan.rolling and plan.rolling > 1:
        yield f"Each point covers its interval and the {plan.rolling - 1} before it, looking back before since."
    if plan.cumulative:
        yield "Each point covers everything from the first interval on."
    if plan.moving and plan.moving > 1:
        yield f"Drawn is the mean of the last {plan.moving} points, of fewer at the start."


def _breakdown(plan: Trend, *, has_rest: bool) -> Iterator[str]:
    if plan.breakdown is None:
        return
    yield f"By {plan.breakdown} as it was at the event, so that an actor counts under each value they had."
    if has_rest:
        yield f"Shown are the {plan.limit} values with most events; Other is all the rest, each actor once."


def _values(plan: Trend, ignored: int) -> Iterator[str]:
    measures = {one.measure for one in plan.lines()}
    if measures & set(QUANTILES):
        yield "Percentiles are exact, linear between neighbours."
    if ignored:
        what = "number" if measures & OF_NUMBERS else "value"
        yield f"{ignored:,} events without a {what} in the property were left out."
