"""A readout: every metric of every treatment against the control, and the verdict on the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from truenorth.domains.experiments.rules.verdicts import (
    Effect,
    MetricKind,
    MetricRole,
    MetricVerdict,
    Reading,
    Verdict,
    conclude,
    describe_effect,
    read_effect,
)
from truenorth.engines.statistics import Moments, check_srm, compare

SPLIT_FLAGGED_BELOW = 0.01
METHOD = (
    "Difference of treatment and control with a fixed-horizon 95 % interval (Wald for rates, Welch for means); "
    "p-values by the pooled z-test for rates and Welch's t-test for means, two-sided, not corrected for the "
    "number of metrics. Split checked by a chi-square test, flagged below 0.01."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """A variant as it was observed. `weight` is its intended share, relative to the others'."""

    name: str
    is_control: bool
    weight: float
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A metric with its sums by variant name; a variant without sums was not measured."""

    name: str
    kind: MetricKind
    role: MetricRole
    is_lower_better: bool
    margin: float | None
    sums: dict[str, Moments]


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectView:
    variant: str
    control_n: int
    control_value: float
    n: int
    value: float
    difference: float
    low: float
    high: float
    p_value: float
    reading: Reading
    conclusion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricView:
    name: str
    kind: MetricKind
    role: MetricRole
    is_lower_better: bool
    margin: float | None
    effects: list[EffectView]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitView:
    p_value: float | None
    is_flagged: bool
    arms: list[Arm]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readout:
    split: SplitView
    metrics: list[MetricView]
    verdict: Verdict
    method: str = METHOD


def read_results(arms: Sequence[Arm], measures: Sequence[Measure]) -> Readout:
    """The whole readout from sums. Nothing is stored: the same sums give the same readout."""
    split = _check_split(arms)
    metrics = [_read_metric(measure, arms) for measure in measures]
    verdicts = [
        conclude(_verdicts_on(arm.name, metrics), is_split_off=split.is_flagged) for arm in arms if not arm.is_control
    ]
    wins = [verdict for verdict in verdicts if verdict.is_win]
    verdict = next(iter([*wins, *verdicts]), conclude([], is_split_off=False))
    return Readout(split=split, metrics=metrics, verdict=verdict)


def _check_split(arms: Sequence[Arm]) -> SplitView:
    observed = [arm.units for arm in arms]
    if len(arms) < 2 or not sum(observed):
        return SplitView(p_value=None, is_flagged=False, arms=list(arms))
    p_value = float(check_srm(observed, [arm.weight for arm in arms]).p_value)
    return SplitView(p_value=p_value, is_flagged=p_value < SPLIT_FLAGGED_BELOW, arms=list(arms))


def _read_metric(measure: Measure, arms: Sequence[Arm]) -> MetricView:
    control = next((measure.sums.get(arm.name) for arm in arms if arm.is_control), None)
    effects = [
        _compare(measure, arm.name, control, measure.sums[arm.name])
        for arm in arms
        if control is not None and not arm.is_control and arm.name in measure.sums
    ]
    return MetricView(
        name=measure.name,
        kind=measure.kind,
        role=measure.role,
        is_lower_better=measure.is_lower_better,
        margin=measure.margin,
        effects=[effect for effect in effects if effect is not None],
    )


def _compare(measure: Measure, variant: str, control: Moments, treatment: Moments) -> EffectView | None:
    if min(np.asarray(control.n), np.asarray(treatment.n)) < 2:
        return None
    test: Literal["pooled", "welch"] = "pooled" if measure.kind == MetricKind.PROPORTION else "welch"
    result = compare(control, treatment, kind=measure.kind.value, effect="absolute", method="fixed", test=test)
    effect = Effect(difference=float(result.effect), low=float(result.interval.low), high=float(result.interval.high))
    reading = read_effect(effect, is_lower_better=measure.is_lower_better, margin=measure.margin)
    return EffectView(
        variant=variant,
        control_n=int(np.asarray(control.n)),
        control_value=float(control.mean("y")),
        n=int(np.asarray(treatment.n)),
        value=float(treatment.mean("y")),
        difference=effect.difference,
        low=effect.low,
        high=effect.high,
        p_value=float(result.p_value),
        reading=reading,
        conclusion=describe_effect(reading, effect, kind=measure.kind),
    )


def _verdicts_on(variant: str, metrics: Sequence[MetricView]) -> list[MetricVerdict]:
    verdicts = []
    for metric in metrics:
        readings = [effect.reading for effect in metric.effects if effect.variant == variant]
        reading = readings[0] if readings else Reading.UNREAD
        verdicts.append(MetricVerdict(metric=metric.name, role=metric.role, reading=reading))
    return verdicts
