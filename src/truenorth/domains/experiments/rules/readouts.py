"""A readout as it is shown: the engine's answer with the practice's names, in the order of the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from truenorth.domains.experiments.rules.verdicts import (
    NOTHING_READ,
    MetricKind,
    MetricRole,
    Reading,
    Standing,
    Verdict,
    conclude,
    name_in_words,
    stand,
)
from truenorth.engines.experiments import (
    KIND_FORMULAS,
    Analysis,
    CellReadout,
    Comparison,
    Formula,
    Problem,
    Question,
    list_formulas,
    number,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMetric:
    """A metric as it was planned. `is_read` says that there are results of it."""

    name: str
    kind: MetricKind
    role: MetricRole
    is_lower_better: bool
    margin: float | None
    covariate: str | None
    is_read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedView:
    method: str
    effect: str
    cuped: Literal["on", "off"]
    segment: str | None
    alpha: float
    correction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmView:
    variant: str
    is_control: bool
    weight: float
    n: int
    expected: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SrmView:
    p_value: float | None
    is_flagged: bool
    is_blocking: bool
    sentence: str
    arms: list[ArmView]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemView:
    problem: str
    count: int
    column: str
    sentence: str
    rows: list[int]
    is_blocking: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberView:
    name: str
    control: float | None
    treatment: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedView:
    formula: str
    source: str
    numbers: list[NumberView]
    standard_error: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectView:
    variant: str
    control_n: int
    control_value: float | None
    n: int
    value: float | None
    effect: float | None
    low: float | None
    high: float | None
    p_value: float | None
    adjusted_p_value: float | None
    chance_to_win: float | None
    verdict: Reading
    sentence: str
    note: str
    computed: ComputedView


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricView:
    name: str
    label: str
    kind: MetricKind
    role: MetricRole
    is_lower_better: bool
    margin: float | None
    covariate: str | None
    is_read: bool
    effects: list[EffectView]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelView:
    level: str
    srm: SrmView
    metrics: list[MetricView]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantDecisionView:
    variant: str
    verdict: Reading
    standing: Standing
    ships: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    verdict: Reading
    standing: Standing
    ships: bool
    is_blocked: bool
    is_planned: bool
    headline: str
    reason: str
    variant: str | None
    variants: list[VariantDecisionView]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    sentence: str
    formulas: list[Formula]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readout:
    asked: AskedView
    segments: list[str]
    has_covariate: bool
    srm: SrmView
    data_quality: list[ProblemView]
    metrics: list[MetricView]
    levels: list[LevelView]
    decision: DecisionView
    method: MethodView


def show(
    analysis: Analysis | None,
    metrics: Sequence[PlannedMetric],
    *,
    asked: Question,
    segment: str,
    segments: Sequence[str],
    labels: Mapping[str, str],
) -> Readout:
    """The whole readout; `analysis` is None while nothing was read. Its metrics are named by their labels."""
    whole = analysis.whole if analysis else None
    levels = analysis.cells[1:] if analysis else ()
    problems = analysis.summary.problems if analysis else ()
    return Readout(
        asked=AskedView(
            method=asked.method,
            effect=asked.scale,
            cuped="on" if asked.cuped else "off",
            segment=segment or None,
            alpha=asked.alpha,
            correction=asked.correction,
        ),
        segments=list(segments),
        has_covariate=any(metric.covariate for metric in metrics),
        srm=_show_srm(analysis, whole),
        data_quality=[_show_problem(problem) for problem in problems],
        metrics=_show_metrics(whole, metrics, labels),
        levels=[
            LevelView(
                level=each.cell.level, srm=_show_srm(analysis, each), metrics=_show_metrics(each, metrics, labels)
            )
            for each in levels
        ],
        decision=_show_decision(analysis, conclude(analysis)),
        method=MethodView(
            sentence=analysis.method if analysis else "",
            formulas=list_formulas(asked, analysis.summary) if analysis else [],
        ),
    )


def label_metrics(names: Sequence[str]) -> dict[str, str]:
    """The names as people say them, where that tells them apart."""
    words = [name_in_words(name) for name in names]
    return {name: word if words.count(word) == 1 else name for name, word in zip(names, words, strict=True)}


def _show_srm(analysis: Analysis | None, cell: CellReadout | None) -> SrmView:
    if analysis is None or cell is None:
        return SrmView(p_value=None, is_flagged=False, is_blocking=False, sentence=NOTHING_READ.sentence, arms=[])
    balance, arms = cell.balance, analysis.summary.arms
    expected = [number(each) for each in balance.expected] if balance else list(map(number, [float("nan")] * len(arms)))
    rows = zip(arms, analysis.summary.weights, cell.users, expected, strict=True)
    is_flagged = bool(balance.flag) if balance else False
    p_value = number(balance.p_value) if balance else None
    return SrmView(
        p_value=p_value,
        is_flagged=is_flagged,
        is_blocking=is_flagged and cell is analysis.whole,
        sentence=_split_sentence([int(n) for n in cell.users], expected, p_value, is_flagged=is_flagged),
        arms=[
            ArmView(variant=name, is_control=place == 0, weight=weight, n=int(n), expected=planned)
            for place, (name, weight, n, planned) in enumerate(rows)
        ],
    )


def _split_sentence(users: list[int], expected: list[float | None], p_value: float | None, *, is_flagged: bool) -> str:
    if p_value is None:
        return "Nobody is in it."
    seen, planned = (" and ".join(f"{each or 0:,.0f}" for each in side) for side in (users, expected))
    wrong = " The users are not split as planned: find the cause before you read any effect." if is_flagged else ""
    return f"{seen} users against {planned} planned: p = {p_value:.2g}.{wrong}"


def _show_problem(problem: Problem) -> ProblemView:
    return ProblemView(
        problem=problem.name,
        count=problem.count,
        column=problem.column,
        sentence=problem.sentence,
        rows=list(problem.rows),
        is_blocking=problem.is_blocking,
    )


def _show_metrics(
    cell: CellReadout | None, metrics: Sequence[PlannedMetric], labels: Mapping[str, str]
) -> list[MetricView]:
    found = {each.metric.name: each for each in cell.metrics} if cell else {}
    return [
        MetricView(
            name=metric.name,
            label=labels[metric.name],
            kind=metric.kind,
            role=metric.role,
            is_lower_better=metric.is_lower_better,
            margin=metric.margin,
            covariate=metric.covariate,
            is_read=metric.is_read,
            effects=[_show_effect(each) for each in found[labels[metric.name]].comparisons] if metric.is_read else [],
        )
        for metric in metrics
    ]


def _show_effect(each: Comparison) -> EffectView:
    shown = each.shown
    return EffectView(
        variant=each.variant,
        control_n=each.control_n,
        control_value=number(shown.control),
        n=each.n,
        value=number(shown.treatment),
        effect=number(shown.effect),
        low=number(shown.interval.low),
        high=number(shown.interval.high),
        p_value=number(each.p_value),
        adjusted_p_value=number(each.adjusted_p_value),
        chance_to_win=number(shown.chance_to_win),
        verdict=Reading(each.verdict),
        sentence=each.sentence,
        note=shown.notes(),
        computed=_show_computation(each),
    )


def _show_computation(each: Comparison) -> ComputedView:
    formula = KIND_FORMULAS[each.metric.kind or "mean"]
    rows = (
        ("users", each.control_n, each.n),
        ("value", each.shown.control, each.shown.treatment),
        ("standard deviation", each.control_deviation, each.deviation),
    )
    return ComputedView(
        formula=f"{formula.name}: {formula.what}",
        source=formula.source,
        numbers=[NumberView(name=name, control=number(one), treatment=number(other)) for name, one, other in rows],
        standard_error=number(each.shown.standard_error),
    )


def _show_decision(analysis: Analysis | None, verdict: Verdict) -> DecisionView:
    decisions = analysis.whole.decisions if analysis else ()
    return DecisionView(
        verdict=Reading(analysis.decision.verdict) if analysis else Reading.UNDECIDED,
        standing=verdict.standing,
        ships=analysis.decision.ships if analysis else False,
        is_blocked=verdict.is_blocked,
        is_planned=verdict.is_planned,
        headline=verdict.headline,
        reason=verdict.sentence,
        variant=analysis.whole.best.variant if analysis else None,
        variants=[
            VariantDecisionView(
                variant=each.variant,
                verdict=Reading(each.decision.verdict),
                standing=stand(each),
                ships=each.decision.ships,
                reason=each.decision.reason,
            )
            for each in decisions
        ],
    )
