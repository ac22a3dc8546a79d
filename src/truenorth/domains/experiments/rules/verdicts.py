"""What a result may be called. The arithmetic is in `engines.statistics`; the words and the refusals are here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class MetricKind(StrEnum):
    PROPORTION = "proportion"
    MEAN = "mean"


class MetricRole(StrEnum):
    PRIMARY = "primary"  # the change was made for this
    LONG_TERM = "long_term"  # what the primary metric stands for, read later
    SECONDARY = "secondary"
    GUARDRAIL = "guardrail"


class Reading(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    SAFE = "not_worse"  # not worse than the margin
    UNDECIDED = "undecided"
    UNREAD = "unread"


class ExperimentState(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    ENDED = "ended"


MOVES = {
    ExperimentState.DRAFT: {ExperimentState.RUNNING},
    ExperimentState.RUNNING: {ExperimentState.ENDED},
    ExperimentState.ENDED: {ExperimentState.RUNNING},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How far the treatment is above the control, in the metric's own unit, with its interval."""

    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricVerdict:
    metric: str
    role: MetricRole
    reading: Reading


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the experiment may be called a win, and why (not)."""

    is_win: bool
    headline: str
    sentence: str


def read_effect(effect: Effect, *, is_lower_better: bool, margin: float | None = None) -> Reading:
    """What the interval allows to say. `margin` is the largest harm that still counts as none, in the metric's unit."""
    low, high = (-effect.high, -effect.low) if is_lower_better else (effect.low, effect.high)
    if low > 0:
        return Reading.BETTER
    if high < 0:
        return Reading.WORSE
    if margin is not None and low > -margin:
        return Reading.SAFE
    return Reading.UNDECIDED


def describe_effect(reading: Reading, effect: Effect, *, kind: MetricKind, confidence: float = 0.95) -> str:
    """One plain sentence on one metric."""
    span = f"{_amount(effect.low, kind)} to {_amount(effect.high, kind)}"
    difference = _amount(effect.difference, kind)
    match reading:
        case Reading.BETTER | Reading.WORSE:
            return f"{reading.capitalize()} by {difference} ({confidence:.0%} interval {span})."
        case Reading.SAFE:
            return f"Not worse than the margin: {difference} ({span})."
        case _:
            return f"Undecided: {difference}, and the {confidence:.0%} interval {span} still includes no effect."


def conclude(verdicts: Sequence[MetricVerdict], *, is_split_off: bool) -> Verdict:
    """The verdict on the whole: a win on the primary metric alone is no win while what it stands for is open."""
    if is_split_off:
        return Verdict(
            is_win=False,
            headline="The split is off",
            sentence="The variants did not get the shares they were meant to get (sample ratio mismatch). "
            "Find the cause before you read any effect.",
        )
    verdicts = [replace(v, metric=name_in_words(v.metric)) for v in verdicts]
    refusals = [sentence for refuse in _REFUSALS for sentence in refuse(verdicts)]
    primary = [v for v in verdicts if v.role == MetricRole.PRIMARY]
    better = [v.metric for v in primary if v.reading == Reading.BETTER]
    if better and not refusals:
        return Verdict(
            is_win=True, headline="A win", sentence=f"{_names(better)} better, and nothing speaks against it."
        )
    if better:
        sentence = _sentence([f"{_names(better)} better, but " + "; ".join(refusals)])
        return Verdict(is_win=False, headline="Not a win", sentence=sentence)
    if any(v.reading == Reading.WORSE for v in verdicts):
        return Verdict(is_win=False, headline="Worse", sentence=_sentence(refusals or ["a metric got worse"]))
    if not verdicts or all(v.reading == Reading.UNREAD for v in verdicts):
        return Verdict(is_win=False, headline="Nothing read yet", sentence="Upload results to read this experiment.")
    return Verdict(
        is_win=False,
        headline="Undecided",
        sentence=_sentence(refusals or ["no primary metric moved beyond its interval"]),
    )


def _open_long_term(verdicts: Sequence[MetricVerdict]) -> list[str]:
    fine = (Reading.BETTER, Reading.SAFE)
    words = {Reading.UNREAD: "is not read yet", Reading.UNDECIDED: "is undecided", Reading.WORSE: "is worse"}
    return [
        f"{v.metric} {words[v.reading]}" for v in verdicts if v.role == MetricRole.LONG_TERM and v.reading not in fine
    ]


def _harmed(verdicts: Sequence[MetricVerdict]) -> list[str]:
    return [f"{v.metric} is worse" for v in verdicts if v.role != MetricRole.LONG_TERM and v.reading == Reading.WORSE]


def _unsafe_guardrails(verdicts: Sequence[MetricVerdict]) -> list[str]:
    return [
        f"{v.metric} is a guardrail and not shown to be safe"
        for v in verdicts
        if v.role == MetricRole.GUARDRAIL and v.reading in (Reading.UNDECIDED, Reading.UNREAD)
    ]


_REFUSALS = (_open_long_term, _harmed, _unsafe_guardrails)


def name_in_words(metric: str) -> str:
    """A column's name as people say it: retained_30_days is "retained 30 days"."""
    return metric.replace("_", " ").strip()


def _names(metrics: Sequence[str]) -> str:
    return f"{metrics[0]} is" if len(metrics) == 1 else f"{', '.join(metrics[:-1])} and {metrics[-1]} are"


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return text[0].upper() + text[1:] + "."


def _amount(value: float, kind: MetricKind) -> str:
    """A signed number as people read it: shares in percentage points, other numbers as they are."""
    if kind == MetricKind.PROPORTION:
        return f"{value * 100:+.2f} points".replace("-", "\u2212")
    return f"{value:+,.4g}".replace("-", "\u2212")
