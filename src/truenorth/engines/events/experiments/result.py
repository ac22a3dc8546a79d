"""The answer to an experiment's totals."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from truenorth.engines.events.errors import EventsRefused
from truenorth.engines.events.experiments.plan import MetricPlan

if TYPE_CHECKING:
    from truenorth.engines.statistics import Moments


@dataclass(frozen=True, slots=True)
class DayExposures:
    """How many actors were first exposed to a variant on a local date."""

    day: dt.date
    variant: str
    actors: int


@dataclass(frozen=True, slots=True)
class VariantTotals:
    """The sums of one metric over the actors of one variant, or of one value of the breakdown within it.

    From `n` to `den_pre_den_cross` the fields are those of `truenorth.engines.statistics.Moments`, plain sums
    without a shift; None is what the metric has not. `moments` are the same with the shift that keeps the digits of
    the variance: compare those.
    """

    metric: str
    kind: str
    variant: str
    breakdown: str | None
    n_immature: int
    moments: "Moments"
    n: float
    sum: float
    sum_squares: float | None = None
    den_sum: float | None = None
    den_sum_squares: float | None = None
    den_cross: float | None = None
    pre_sum: float | None = None
    pre_sum_squares: float | None = None
    pre_cross: float | None = None
    pre_den_sum: float | None = None
    pre_den_sum_squares: float | None = None
    pre_den_cross: float | None = None
    num_pre_den_cross: float | None = None
    den_pre_cross: float | None = None
    den_pre_den_cross: float | None = None

    @classmethod
    def of(
        cls, metric: MetricPlan, group: tuple[str, str | None], moments: "Moments", n_immature: int
    ) -> "VariantTotals":
        """The totals that belong to these moments, which are numbers and not arrays."""
        from truenorth.engines.statistics import Moments

        plain = moments.shifted_like(Moments(n=0, sum=0))
        sums = {name: float(plain.array(name)) for name in plain.given() if not name.endswith("shift")}
        if metric.kind in ("conversion", "retention"):
            sums |= {name: float(round(value)) for name, value in sums.items()}
            moments = Moments(**sums)
        return cls(metric.name, metric.kind, group[0], group[1], n_immature, moments, **sums)

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON; `moments` rebuilds the Moments by `Moments(**moments)`."""
        plain = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "moments"}
        return {**plain, "moments": {name: float(self.moments.array(name)) for name in self.moments.given()}}


@dataclass(frozen=True, slots=True)
class ExperimentTotalsResult:
    """Per metric and variant the sums that a comparison needs.

    `exposed` counts actors by variant, `crossed` those exposed to several variants, `exposures` first exposures by
    day. `totals` holds each metric's variants, and with a breakdown its values after the variant as a whole.
    """

    exposed: Mapping[str, int]
    crossed: int
    exposures: Sequence[DayExposures]
    totals: Sequence[VariantTotals]
    method: str
    snapshot: str

    def total(self, metric: str, variant: str, *, breakdown: str | None = None) -> VariantTotals:
        """One metric of one variant. Raises EventsRefused where there is none."""
        wanted = (metric, variant, breakdown)
        for each in self.totals:
            if (each.metric, each.variant, each.breakdown) == wanted:
                return each
        known = metric in {each.metric for each in self.totals}
        if not known:
            raise EventsRefused(f"{metric!r} is no metric of this answer", field="metric")
        raise EventsRefused(f"{variant!r} has nobody there", field="variant" if breakdown is None else "breakdown")

    def moments(self, metric: str, variant: str, *, breakdown: str | None = None) -> "Moments":
        """What `truenorth.engines.statistics.compare` takes. Raises EventsRefused where there is none."""
        return self.total(metric, variant, breakdown=breakdown).moments

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "exposed": dict(self.exposed),
            "crossed": self.crossed,
            "exposures": [{**asdict(each), "day": each.day.isoformat()} for each in self.exposures],
            "totals": [each.to_dict() for each in self.totals],
            "method": self.method,
            "snapshot": self.snapshot,
        }

    def to_arrow(self) -> pa.Table:
        """A row for each of `totals`, with its fields but `moments`."""
        rows = [{name: value for name, value in each.to_dict().items() if name != "moments"} for each in self.totals]
        return pa.Table.from_pylist(rows, schema=_SCHEMA)


_TEXTS, _COUNTS = ("metric", "kind", "variant", "breakdown"), ("n_immature",)
_SCHEMA = pa.schema(
    [
        (one.name, pa.string() if one.name in _TEXTS else pa.int64() if one.name in _COUNTS else pa.float64())
        for one in fields(VariantTotals)
        if one.name != "moments"
    ]
)
