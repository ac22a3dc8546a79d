"""Ship or not: one rule, four verdicts, and the reason in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from truenorth.engines.statistics.balance import Balance
from truenorth.engines.statistics.bounds import width
from truenorth.engines.statistics.errors import MomentsMissing, OutOfRange, ShapesDiffer, require_choice
from truenorth.engines.statistics.readout import Readout

Verdict = Literal["better", "worse", "not worse than the margin", "undecided"]


@dataclass(frozen=True, slots=True)
class Role:
    """What a metric is for: "success" must get better, "guardrail" must not fall past its margin, "monitor" watches.

    `margin` of a guardrail is how much worse is accepted, as a share of the control mean; only its size counts.
    Raises ChoiceUnknown or OutOfRange.

    >>> Role("guardrail", margin=-0.05).margin
    -0.05
    """

    kind: Literal["success", "guardrail", "monitor"]
    margin: float | None = None

    def __post_init__(self) -> None:
        require_choice(self.kind, ("success", "guardrail", "monitor"), field="roles")
        if self.kind == "guardrail" and not (self.margin and np.isfinite(self.margin)):
            raise OutOfRange("of a guardrail needs a margin other than zero", field="roles")


@dataclass(frozen=True, slots=True)
class MetricVerdict:
    """One metric's verdict with its reason."""

    metric: str
    role: str
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The whole: `ships` only when the rule is met. `verdict` uses the metrics' four words."""

    verdict: Verdict
    ships: bool
    reason: str
    metrics: tuple[MetricVerdict, ...]

    @property
    def standing(self) -> tuple[bool, bool, bool]:
        """How good an arm it is to speak for an experiment of several: ships, harms nothing, has a success."""
        has_success = any(each.role == "success" and each.verdict == "better" for each in self.metrics)
        return self.ships, self.verdict != "worse", has_success


def decide(
    readouts: Mapping[str, Readout],
    roles: Mapping[str, Role],
    *,
    alpha: float = 0.05,
    balance: Balance | None = None,
    problems: Sequence[str] = (),
    adjusted: Mapping[str, float] = MappingProxyType({}),
) -> Decision:
    """Ship when a success metric is better, every guardrail is not worse than its margin, nothing got worse, and
    the data are sound (`balance` not flagged, no `problems`, words of the caller's own checks).

    Each test follows its readout's method. Alpha is divided by the success metrics for "better" (two-sided; where
    `adjusted` has the metric's p-value, corrected for how many there are, that decides instead) and by all metrics
    for "worse" (one-sided); guardrails are tested one-sided at alpha itself, because all of them must
    pass. A metric from which nothing can be computed is undecided. Readouts are scalar. Source: Schultzberg,
    Ankargren and Frånberg, Risk-aware product decisions, arXiv 2402.11609. Raises MomentsMissing for a role without
    readout, ShapesDiffer for arrays.

    >>> from truenorth.engines.statistics import Moments, compare
    >>> readouts = {
    ...     "completion": compare(Moments(n=4100, sum=1640), Moments(n=4000, sum=1840), kind="proportion"),
    ...     "retention": compare(Moments(n=4100, sum=820), Moments(n=4000, sum=808), kind="proportion"),
    ... }
    >>> decision = decide(readouts, {"completion": Role("success"), "retention": Role("guardrail", margin=-0.05)})
    >>> decision.verdict, [metric.verdict for metric in decision.metrics]
    ('undecided', ['better', 'undecided'])
    >>> decision.reason
    'completion is better, but retention is undecided: a fall of 11.5 % is not ruled out, its margin is 5.0 %'
    """
    for name in roles:
        if name not in readouts:
            raise MomentsMissing(f"has no readout for {name!r}", field="readouts")
        if np.ndim(readouts[name].effect):
            raise ShapesDiffer(f"of {name!r} must be a single comparison", field="readouts")
    wins = sum(role.kind == "success" for role in roles.values())
    metrics = tuple(
        _judge(
            name,
            readouts[name],
            role,
            adjusted=adjusted.get(name, np.nan),
            win_alpha=alpha / max(1, wins),
            loss_alpha=alpha / len(roles),
            alpha=alpha,
        )
        for name, role in roles.items()
    )
    doubts = [*(["the users are not split as planned"] if balance is not None and balance.flag else []), *problems]
    return _conclude(metrics, doubts)


def _judge(
    name: str, readout: Readout, role: Role, *, adjusted: float, win_alpha: float, loss_alpha: float, alpha: float
) -> MetricVerdict:
    good = -1.0 if readout.lower_is_better else 1.0
    gain, error = good * float(readout.effect), float(readout.standard_error)
    if not np.isfinite(gain) or not error > 0:
        return MetricVerdict(name, role.kind, "undecided", f"nothing can be computed ({readout.notes()})")
    if gain + float(width(readout, alpha=loss_alpha)) * error < 0:
        return MetricVerdict(name, role.kind, "worse", f"{_words(readout, -abs(gain), good)}, beyond chance")
    is_beyond = gain - float(width(readout, alpha=win_alpha, sides=2)) * error > 0
    if (gain > 0 and adjusted < alpha) if np.isfinite(adjusted) else is_beyond:
        return MetricVerdict(name, role.kind, "better", f"{_words(readout, gain, good)}, beyond chance")
    lowest = gain - float(width(readout, alpha=alpha)) * error
    if role.margin is None:
        return MetricVerdict(name, role.kind, "undecided", "no difference beyond chance, and none ruled out")
    margin = abs(role.margin) * (1.0 if readout.scale == "relative" else abs(float(readout.control)))
    stated = f"its margin is {abs(role.margin):.1%}".replace("%", " %")
    if lowest > -margin:
        return MetricVerdict(
            name, role.kind, "not worse than the margin", f"at worst {_words(readout, lowest, good)}, {stated}"
        )
    return MetricVerdict(name, role.kind, "undecided", f"{_words(readout, lowest, good)} is not ruled out, {stated}")


def _words(readout: Readout, gain: float, good: float) -> str:
    noun = "a rise of" if gain * good > 0 else "a fall of"
    size = f"{abs(gain):.1%}".replace("%", " %") if readout.scale == "relative" else f"{abs(gain):.4g}"
    return f"{noun} {size}"


def _conclude(metrics: tuple[MetricVerdict, ...], doubts: list[str]) -> Decision:
    worse = [metric for metric in metrics if metric.verdict == "worse"]
    better = [metric for metric in metrics if metric.role == "success" and metric.verdict == "better"]
    unsafe = [metric for metric in metrics if metric.role == "guardrail" and metric.verdict in {"undecided", "worse"}]
    if doubts:
        return Decision(
            "undecided", ships=False, reason=f"the data are not sound: {'; '.join(doubts)}", metrics=metrics
        )
    if worse:
        return Decision("worse", ships=False, reason=_list(worse), metrics=metrics)
    if unsafe:
        start = f"{_names(better)} better, but " if better else ""
        return Decision("undecided", ships=False, reason=start + _list(unsafe), metrics=metrics)
    guarded = any(metric.role == "guardrail" for metric in metrics)
    if better:
        ending = ", every guardrail holds" if guarded else ""
        return Decision(
            "better", ships=True, reason=f"{_names(better)} better, nothing got worse{ending}", metrics=metrics
        )
    if guarded and not any(metric.role == "success" for metric in metrics):
        return Decision(
            "not worse than the margin", ships=True, reason="every guardrail holds, nothing got worse", metrics=metrics
        )
    return Decision("undecided", ships=False, reason="no success metric is better: " + _list(metrics), metrics=metrics)


def _names(metrics: Sequence[MetricVerdict]) -> str:
    names = [metric.metric for metric in metrics]
    return f"{names[0]} is" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} are"


def _list(metrics: Sequence[MetricVerdict]) -> str:
    return "; ".join(f"{metric.metric} is {metric.verdict}: {metric.reason}" for metric in metrics)
