"""From sums to verdicts: every metric of every arm against the control, in the whole and in a segment's levels."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.experiments.plans import Metric, Question
from truenorth.engines.experiments.results import Analysis, ArmDecision, CellReadout, Comparison, MetricReadout
from truenorth.engines.experiments.summaries import Measured, Summary, pick
from truenorth.engines.experiments.wording import describe, describe_method
from truenorth.engines.statistics import (
    Balance,
    Decision,
    Interval,
    QuantileMoments,
    Readout,
    Risk,
    Role,
    adjust,
    check_srm,
    compare,
    decide,
)
from truenorth.engines.statistics.arms import mean_arm, quantile_arm, ratio_arm

NO_HARM = 1e-9
"""The margin of a guardrail that has none: it must be shown to be no worse at all."""

Scale = Literal["absolute", "relative"]
Method = Literal["sequential", "fixed", "bayesian"]


@dataclass(frozen=True, slots=True)
class _Views:
    """One metric's comparisons, shape (cells, treatments), by scale and method; `deviations` (cells, arms)."""

    measured: Measured
    deviations: NDArray[np.float64]
    by: Mapping[tuple[Scale, Method], Readout]

    def at(self, scale: Scale, method: Method, cell: int, arm: int) -> Readout:
        """A single comparison."""
        return _single(self.by[scale, method], cell, arm)


def read(summary: Summary, question: Question | None = None) -> Analysis:
    """Judge the sums: the whole first, then the levels of each segment.

    In the whole p-values are corrected over all success metrics and arms, in a segment over its levels as well.
    Raises StatisticsRefused where sums contradict each other.

    >>> import io
    >>> from truenorth.engines.experiments import Plan, parse_metric, summarize
    >>> rows = "".join(f"{n},{'ab'[n % 2]},{int(n % 10 < 3 + n % 2)}\\n" for n in range(2000))
    >>> plan = Plan(unit="user", variant="arm", control="a", metrics=(parse_metric("paid"),))
    >>> read(summarize(io.BytesIO(b"user,arm,paid\\n" + rows.encode()), plan)).decision.verdict
    'undecided'
    """
    asked = question or Question()
    views = [_compare(measured, asked) for measured in summary.metrics]
    adjusted = _adjust(summary, views, asked)
    cells = tuple(_read_cell(summary, views, adjusted, place, asked) for place in range(len(summary.cells)))
    return Analysis(summary=summary, question=asked, cells=cells, method=describe_method(asked, summary))


def _compare(measured: Measured, asked: Question) -> _Views:
    control, treatments = pick(measured.moments, arms=slice(0, 1)), pick(measured.moments, arms=slice(1, None))
    metric = measured.metric
    methods: tuple[Method, ...] = ("fixed", "sequential", "bayesian")
    scales: tuple[Scale, ...] = ("absolute", "relative")
    is_plain_rate = metric.kind == "proportion" and not (metric.covariate and asked.cuped)

    def one(scale: Scale, method: Method) -> Readout:
        return compare(
            control,
            treatments,
            kind=metric.kind or "mean",
            effect=scale,
            method=method,
            alpha=asked.alpha,
            tuning=asked.tuning,
            cuped=asked.cuped,
            lower_is_better=metric.is_lower_better,
            test="pooled" if is_plain_rate and (scale, method) == ("absolute", "fixed") else "welch",
        )

    return _Views(
        measured, _deviations(measured), {(scale, method): one(scale, method) for scale in scales for method in methods}
    )


def _deviations(measured: Measured) -> NDArray[np.float64]:
    """The standard deviation of a user's values, linearised for a ratio."""
    moments, kind = measured.moments, measured.metric.kind
    if isinstance(moments, QuantileMoments):
        return np.sqrt(quantile_arm(moments).variance)
    if kind == "ratio":
        return np.sqrt(ratio_arm(moments, with_covariate=False).variance)
    return np.sqrt(mean_arm(moments, with_covariate=False, is_sample=kind != "proportion").variance)


def _adjust(summary: Summary, views: list[_Views], asked: Question) -> NDArray[np.float64]:
    """Corrected p-values, shape (metrics, cells, treatments): a family is the success metrics and arms of a segment.

    Where no metric is there to get better, whatever is watched is corrected in its place: one of them will be looked
    at for having moved. They test the difference itself, whatever unit effects are shown in. NaN where there is no
    p-value to correct. Metrics of other roles keep their own.
    """
    p_values = np.array([view.by["absolute", asked.method].p_value for view in views], dtype=np.float64)
    p_values = p_values.reshape(len(views), len(summary.cells), -1)
    roles = np.array([view.measured.metric.role for view in views])
    wins = roles == ("success" if "success" in roles else "monitor")
    for segment in dict.fromkeys(cell.segment for cell in summary.cells):
        family = np.ix_(wins, np.array([cell.segment == segment for cell in summary.cells]))
        p_values[family] = adjust(p_values[family], method=asked.correction)
    return p_values


def _read_cell(
    summary: Summary, views: list[_Views], adjusted: NDArray[np.float64], place: int, asked: Question
) -> CellReadout:
    users = summary.users[place]
    balance = check_srm(users, summary.weights) if users.sum() else None
    decisions = [
        _decide(summary, views, adjusted[:, place, arm], place, arm, balance, asked)
        for arm in range(len(summary.arms) - 1)
    ]
    metrics = tuple(
        MetricReadout(
            view.measured.metric,
            tuple(
                _comparison(summary, view, float(adjusted[row, place, arm]), place, arm, decisions[arm], asked)
                for arm in range(len(summary.arms) - 1)
            ),
        )
        for row, view in enumerate(views)
    )
    arms = tuple(ArmDecision(name, each) for name, each in zip(summary.arms[1:], decisions, strict=True))
    return CellReadout(summary.cells[place], users, balance, metrics, arms)


def _decide(
    summary: Summary,
    views: list[_Views],
    adjusted: NDArray[np.float64],
    place: int,
    arm: int,
    balance: Balance | None,
    asked: Question,
) -> Decision:
    readouts = {view.measured.metric.name: _ruling(view, place, arm, asked) for view in views}
    return decide(
        readouts,
        {view.measured.metric.name: _role(view.measured.metric) for view in views},
        alpha=asked.alpha,
        balance=balance,
        problems=[problem.sentence.rstrip(".") for problem in summary.problems if problem.is_blocking],
        adjusted={view.measured.metric.name: float(p) for view, p in zip(views, adjusted, strict=True)},
    )


def _ruling(view: _Views, place: int, arm: int, asked: Question) -> Readout:
    """The comparison that is judged; absolute where a control mean of zero leaves no relative one."""
    found = view.at(asked.scale, asked.method, place, arm)
    return found if np.isfinite(found.effect) else view.at("absolute", asked.method, place, arm)


def _role(metric: Metric) -> Role:
    return Role(metric.role, margin=(metric.margin or NO_HARM) if metric.role == "guardrail" else None)


def _comparison(
    summary: Summary, view: _Views, adjusted: float, place: int, arm: int, decision: Decision, asked: Question
) -> Comparison:
    name = view.measured.metric.name
    judged = next(each for each in decision.metrics if each.metric == name)
    shown = view.at(asked.scale, asked.method, place, arm)
    n = np.broadcast_to(np.asarray(view.measured.moments.n), summary.users.shape)[place]
    return Comparison(
        metric=view.measured.metric,
        variant=summary.arms[arm + 1],
        control_n=int(n[0]),
        n=int(n[arm + 1]),
        control_deviation=float(view.deviations[place, 0]),
        deviation=float(view.deviations[place, arm + 1]),
        fixed=view.at("absolute", "fixed", place, arm),
        fixed_relative=view.at("relative", "fixed", place, arm),
        sequential=view.at("absolute", "sequential", place, arm),
        sequential_relative=view.at("relative", "sequential", place, arm),
        shown=shown,
        p_value=float(view.at("absolute", asked.method, place, arm).p_value),
        adjusted_p_value=adjusted,
        verdict=judged.verdict,
        reason=judged.reason,
        sentence=describe(judged.verdict, shown, is_guarded=judged.role == "guardrail", reason=judged.reason),
    )


def _single(readout: Readout, cell: int, arm: int) -> Readout:
    def number(values: Any) -> Any:  # noqa: ANN401 - a scalar of the array's own type
        return np.broadcast_to(values, np.shape(readout.effect))[cell, arm]

    picked: dict[str, Any] = {}
    for field in fields(readout):
        value = getattr(readout, field.name)
        if isinstance(value, Interval | Risk):
            picked[field.name] = type(value)(*map(number, value))
        elif isinstance(value, np.ndarray):
            picked[field.name] = number(value)
    return replace(readout, **picked)
