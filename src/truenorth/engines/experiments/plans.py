"""What is measured, on whom, and by which rule it is judged."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from truenorth.engines.experiments.errors import PlanRefused

Kind = Literal["proportion", "mean", "ratio", "quantile"]
RoleName = Literal["success", "guardrail", "monitor"]
Method = Literal["sequential", "fixed", "bayesian"]
Scale = Literal["absolute", "relative"]
Correction = Literal["holm", "bh", "none"]

KINDS = ("proportion", "mean", "ratio", "quantile")
METHODS = ("sequential", "fixed", "bayesian")
CORRECTIONS = ("holm", "bh", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric over columns of the file.

    `kind` None is found in the file: a rate where every value is 0 or 1, else a mean. `level` is a quantile's.
    `margin` of a guardrail is a share of the control's mean.
    """

    name: str
    value: str
    kind: Kind | None = None
    denominator: str | None = None
    level: float | None = None
    covariate: str | None = None
    covariate_denominator: str | None = None
    role: RoleName = "success"
    margin: float | None = None
    is_lower_better: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads, in the order of y, d, x and w (see `statistics.Moments`)."""
        return tuple(self.variables.values())

    @property
    def variables(self) -> dict[str, str]:
        """Column by variable: y the value, d its denominator, x the covariate, w the covariate's denominator."""
        given = {"y": self.value, "d": self.denominator, "x": self.covariate, "w": self.covariate_denominator}
        return {variable: column for variable, column in given.items() if column is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a file is read. `weights` is the planned split, by variant or in the order of the arms (control first).

    Raises PlanRefused.
    """

    unit: str
    variant: str
    control: str
    metrics: tuple[Metric, ...]
    weights: Mapping[str, float] | Sequence[float] | None = None
    segments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.metrics:
            raise PlanRefused("is needed: at least one", field="metric")
        names = [metric.name for metric in self.metrics]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise PlanRefused(f"{twice!r} is asked for twice", field="metric")
        if len(set(self.segments)) < len(self.segments):
            raise PlanRefused("is named twice", field="segment")

    @property
    def columns(self) -> dict[str, str]:
        """Every column that is read, with the part of the plan that names it."""
        named = {column: metric.role for metric in self.metrics for column in metric.columns}
        fields = {column: "guardrail" if role == "guardrail" else "metric" for column, role in named.items()}
        return {**fields, **dict.fromkeys(self.segments, "segment"), self.variant: "variant", self.unit: "unit"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How sums are judged. `scale` is that of the decision and of its words. Raises PlanRefused."""

    method: Method = "sequential"
    scale: Scale = "relative"
    alpha: float = 0.05
    correction: Correction = "holm"
    tuning: float = 5000
    cuped: bool = field(default=True)

    def __post_init__(self) -> None:
        for name, value, choices in (("method", self.method, METHODS), ("correction", self.correction, CORRECTIONS)):
            if value not in choices:
                raise PlanRefused(f"must be one of {', '.join(choices)}, not {value!r}", field=name)
        if not 0 < self.alpha < 1:
            raise PlanRefused(f"must lie between 0 and 1, not {self.alpha!r}", field="alpha")


def parse_metric(text: str, *, role: RoleName = "success") -> Metric:
    """A metric as it is written: `column[:kind][:option]…`.

    Kinds: proportion, mean, ratio (the column is `numerator/denominator`), quantile=LEVEL; without one it is found in
    the file. Options: covariate=COLUMN (of a ratio: COLUMN/COLUMN), margin=SHARE (a guardrail's, -5% or 0.05; only
    its size counts), lower (lower is better). Raises PlanRefused.

    >>> parse_metric("spend:mean:covariate=history").covariate
    'history'
    >>> parse_metric("latency:quantile=0.9:lower").level
    0.9
    >>> parse_metric("retention_30:margin=-5%", role="guardrail").margin
    0.05
    """
    field_ = "guardrail" if role == "guardrail" else "metric"
    column, *parts = (part.strip() for part in text.split(":"))
    if not column:
        raise PlanRefused(f"{text!r} names no column", field=field_)
    told = _read_parts(text, parts, field=field_)
    kind = cast("Kind | None", told.get("kind"))
    value, denominator = _ends(column, field=field_) if kind == "ratio" else (column, None)
    covariate, under = told.get("covariate"), None
    if covariate and kind == "ratio":
        covariate, under = _ends(covariate, field=field_)
    if covariate and kind == "quantile":
        raise PlanRefused(f"{text!r}: a quantile takes no covariate", field=field_)
    if role == "guardrail" and "margin" not in told:
        raise PlanRefused(f"{text!r} needs its margin, such as {column}:margin=-5%", field=field_)
    return Metric(
        name=column,
        value=value,
        kind=kind,
        denominator=denominator,
        level=_number(told["level"], field=field_, low=0, high=1) if kind == "quantile" else None,
        covariate=covariate,
        covariate_denominator=under,
        role=role,
        margin=_number(told["margin"], field=field_, low=0, high=10) if role == "guardrail" else None,
        is_lower_better="lower" in told,
    )


def _read_parts(text: str, parts: Sequence[str], *, field: str) -> dict[str, str]:
    told: dict[str, str] = {}
    for part in parts:
        word, equals, value = part.partition("=")
        options = ("covariate", "margin") if field == "guardrail" else ("covariate",)
        if word in KINDS and bool(equals) == (word == "quantile"):
            told |= {"kind": word, "level": value}
        elif (word in options and value) or part == "lower":
            told[word] = value
        else:
            known = ", ".join(["proportion", "mean", "ratio", "quantile=0.9", *(f"{each}=…" for each in options)])
            raise PlanRefused(f"{text!r}: {part!r} is none of {known}, lower", field=field)
    return told


def _ends(text: str, *, field: str) -> tuple[str, str]:
    top, _, bottom = text.partition("/")
    if not top.strip() or not bottom.strip():
        raise PlanRefused(f"{text!r} is not NUMERATOR/DENOMINATOR, as a ratio needs", field=field)
    return top.strip(), bottom.strip()


def _number(text: str, *, field: str, low: float, high: float) -> float:
    """A number's size, between the two; with % it is a share."""
    try:
        value = abs(float(text.removesuffix("%")) / (100 if text.endswith("%") else 1))
    except ValueError:
        value = math.nan
    if not low < value < high:
        raise PlanRefused(f"{text!r} is no number above {low} and below {high}", field=field)
    return value


def join_guardrails(metrics: Sequence[Metric], guardrails: Sequence[Metric]) -> tuple[Metric, ...]:
    """The metrics with the guardrails among them: one that is measured already gets the role, others are added.

    >>> spend, guard = parse_metric("spend:mean"), parse_metric("spend:margin=5%", role="guardrail")
    >>> [(metric.kind, metric.role) for metric in join_guardrails([spend], [guard])]
    [('mean', 'guardrail')]
    """
    joined = {metric.name: metric for metric in metrics}
    if len(joined) < len(metrics):
        return (*metrics, *guardrails)
    for guard in guardrails:
        known = joined.get(guard.name)
        is_lower = guard.is_lower_better or (known is not None and known.is_lower_better)
        joined[guard.name] = (
            replace(known, role="guardrail", margin=guard.margin, is_lower_better=is_lower) if known else guard
        )
    return tuple(joined.values())


def parse_weights(text: str) -> Mapping[str, float] | Sequence[float]:
    """A planned split: `50,50` in the order of the arms (control first, then by name), or `control=50,tour=50`.

    Raises PlanRefused.

    >>> parse_weights("50,50"), parse_weights("control=1, tour=2")
    ([50.0, 50.0], {'control': 1.0, 'tour': 2.0})
    """
    parts = [part.strip() for part in text.split(",")]
    pairs = [part.rpartition("=") for part in parts]
    named = [bool(equals) for _, equals, _ in pairs]
    if any(named) and not all(named):
        raise PlanRefused(f"{text!r} names some arms and not others", field="expected")
    try:
        weights = [float(number) for _, _, number in pairs]
    except ValueError:
        raise PlanRefused(f"{text!r} is not numbers with commas between them", field="expected") from None
    if not all(math.isfinite(weight) and weight >= 0 for weight in weights) or not sum(weights):
        raise PlanRefused(f"{text!r} must hold numbers from zero up, and one above zero", field="expected")
    if not all(named):
        return weights
    arms = {name.strip(): weight for (name, _, _), weight in zip(pairs, weights, strict=True)}
    if len(arms) < len(pairs):
        raise PlanRefused(f"{text!r} names an arm twice", field="expected")
    return arms
