"""What an experiment's totals may be asked with."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field, field_validator, model_validator

from truenorth.engines.events.asking.plan import Filter, Part, Plan, Seconds
from truenorth.engines.events.errors import PlanRefused

if TYPE_CHECKING:
    from truenorth.engines.events.experiments.reading import ExperimentQuestion

DAY_SECONDS = 86_400
MOST_METRICS = 1000
Kind = Literal["conversion", "count", "sum", "ratio", "retention"]


class MetricPlan(Part):
    """One number per actor, from its rows at or after its first exposure.

    "conversion": 1 where the event happened, else 0; "count": how often; "sum": the sum of `property` over it;
    "ratio": the same of `event` (a count where `property` is None) over that of `denominator_event`; "retention":
    1 where the event happened from `days[0]` to `days[1]` (excluded) days of 24 hours after the exposure. `event`
    None is any event, the exposure included. What is no finite number sums to nothing.

    `window` (included) ends what counts, None never. Actors whose window is not over are left out of retention, and
    of the others where `only_mature`; `n_immature` counts them either way.

    >>> MetricPlan(name="revenue", kind="sum", event="purchase", property="price", window="14d").window
    1209600.0
    """

    name: str = Field(min_length=1)
    kind: Kind
    event: str | None = None
    filters: tuple[Filter, ...] = ()
    property: str | None = None
    denominator_event: str | None = None
    denominator_filters: tuple[Filter, ...] = ()
    denominator_property: str | None = None
    window: Seconds | None = None
    days: tuple[float, float] | None = None
    only_mature: bool = False

    @model_validator(mode="after")
    def _fits(self) -> "MetricPlan":
        if (self.property is None) == (self.kind == "sum") and self.kind != "ratio":
            raise PlanRefused("is what a sum needs, and only sums and ratios take", field="property")
        if self.kind != "ratio" and (self.denominator_event, self.denominator_property) != (None, None):
            raise PlanRefused("is only for ratios", field="denominator_event")
        if (self.days is None) == (self.kind == "retention"):
            raise PlanRefused("are what retention needs, and no other metric takes", field="days")
        if self.days is not None and not 0 <= self.days[0] < self.days[1] <= 36_500:
            raise PlanRefused("must be a range of days such as (7, 14)", field="days")
        if self.kind == "retention" and self.window is not None:
            raise PlanRefused("is not for retention, which has days", field="window")
        return self

    def over_after_seconds(self) -> float | None:
        """When an actor's number is final, after its exposure; None for never."""
        return self.days[1] * DAY_SECONDS if self.days is not None else self.window

    def needs_maturity(self) -> bool:
        """Whether actors whose window is not over are left out."""
        return self.kind == "retention" or (self.only_mature and self.window is not None)


class ExperimentTotals(Plan):
    """Sums per variant for `truenorth.engines.statistics.compare`, from raw events.

    An actor is exposed by its first visible event `exposure` from `since` to `until` that passes `exposure_filters`
    and has a `variant_property`; it belongs to that event's variant. Who was exposed to several variants in that
    time is counted as crossed and left out, or with `on_crossed="first"` stays with the first. `pre_days` above
    zero adds the covariate for CUPED: the same metric over the so many days of 24 hours before the first exposure,
    for retention whether the event happened at all. `breakdown` splits by a property of the first exposure.
    Exposures are counted by day in `timezone`.

    >>> revenue = MetricPlan(name="revenue", kind="sum", event="purchase", property="price")
    >>> ExperimentTotals(metrics=[revenue], pre_days=14).exposure
    '$exposure'
    """

    exposure: str = "$exposure"
    exposure_filters: tuple[Filter, ...] = ()
    variant_property: str = "variant"
    metrics: tuple[MetricPlan, ...] = Field(default=(), max_length=MOST_METRICS)
    pre_days: float = Field(default=0, ge=0, le=36_500)
    on_crossed: Literal["exclude", "first"] = "exclude"

    @field_validator("metrics")
    @classmethod
    def _named_once(cls, metrics: tuple[MetricPlan, ...]) -> tuple[MetricPlan, ...]:
        names = [metric.name for metric in metrics]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise PlanRefused(f"must each have their own name, unlike {twice!r}", field="metrics")
        return metrics

    def question(self) -> "ExperimentQuestion":
        """What answers this plan."""
        from truenorth.engines.events.experiments.reading import ExperimentQuestion

        return ExperimentQuestion(self)
