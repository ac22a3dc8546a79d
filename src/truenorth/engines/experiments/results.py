"""What an experiment says."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.experiments.plans import Metric, Question
from truenorth.engines.experiments.summaries import Cell, Summary
from truenorth.engines.statistics import Balance, Decision, Interval, Readout


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One metric of one arm against the control: single readouts, in the metric's unit and relative to the control.

    `shown` is the one of the method and scale asked for. `p_value` is the method's of the difference itself, whatever
    the scale, `adjusted_p_value` the same after the correction (NaN where the method has none); `verdict` and
    `sentence` are drawn from them. The deviations are those of a user's values (of an event's for a quantile), NaN
    where there are none.
    """

    metric: Metric
    variant: str
    control_n: int
    n: int
    control_deviation: float
    deviation: float
    fixed: Readout
    fixed_relative: Readout
    sequential: Readout
    sequential_relative: Readout
    shown: Readout
    p_value: float
    adjusted_p_value: float
    verdict: str
    reason: str
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it: the fixed-horizon fields stay so whatever method decides the verdict."""
        return {
            "metric": self.metric.name,
            "variant": self.variant,
            "kind": self.metric.kind,
            "role": self.metric.role,
            "control_n": self.control_n,
            "n": self.n,
            "control_mean": number(self.fixed.control),
            "treatment_mean": number(self.fixed.treatment),
            "effect": number(self.fixed.effect),
            "interval": _ends(self.fixed.interval),
            "effect_relative": number(self.fixed_relative.effect),
            "interval_relative": _ends(self.fixed_relative.interval),
            "p_value": number(self.fixed.p_value),
            "sequential_interval": _ends(self.sequential.interval),
            "sequential_interval_relative": _ends(self.sequential_relative.interval),
            "sequential_p_value": number(self.sequential.p_value),
            "adjusted_p_value": number(self.adjusted_p_value),
            "chance_to_win": number(self.fixed.chance_to_win),
            "verdict": self.verdict,
            "reason": self.reason,
            "note": self.shown.notes(),
        }


@dataclass(frozen=True, slots=True)
class MetricReadout:
    """One metric's comparisons, an arm each."""

    metric: Metric
    comparisons: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class ArmDecision:
    """What one arm allows to say."""

    variant: str
    decision: Decision

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        made = self.decision
        return {"variant": self.variant, "verdict": made.verdict, "ships": made.ships, "reason": made.reason}


@dataclass(frozen=True, eq=False, slots=True)
class CellReadout:
    """All users, or those of a segment's level. `balance` is None without users."""

    cell: Cell
    users: NDArray[np.int64]
    balance: Balance | None
    metrics: tuple[MetricReadout, ...]
    decisions: tuple[ArmDecision, ...]

    @property
    def best(self) -> ArmDecision:
        """The arm that speaks for the whole: one that ships before one that harms nothing, the more so when better."""
        return max(self.decisions, key=lambda each: each.decision.standing)

    def to_dict(self, arms: tuple[str, ...]) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "srm": {
                "p_value": number(self.balance.p_value) if self.balance else None,
                "flag": bool(self.balance.flag) if self.balance else False,
            },
            "arms": [{"variant": name, "n": int(n)} for name, n in zip(arms, self.users, strict=True)],
            "metrics": [each.to_dict() for metric in self.metrics for each in metric.comparisons],
        }


@dataclass(frozen=True, eq=False, slots=True)
class Analysis:
    """The whole answer. `cells` begins with all users."""

    summary: Summary
    question: Question
    cells: tuple[CellReadout, ...]
    method: str

    @property
    def whole(self) -> CellReadout:
        return self.cells[0]

    @property
    def decision(self) -> Decision:
        """What the experiment allows to say: of the arm that speaks for it."""
        return self.whole.best.decision

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it; `segments` only where there are any. What cannot be computed is null."""
        arms = self.summary.arms
        segments = [
            {"segment": each.cell.segment, "level": each.cell.level, **each.to_dict(arms)} for each in self.cells[1:]
        ]
        return {
            **self.whole.to_dict(arms),
            **({"segments": segments} if segments else {}),
            "data_quality": [problem.to_dict() for problem in self.summary.problems],
            "decision": {
                **self.whole.best.to_dict(),
                "variants": [each.to_dict() for each in self.whole.decisions],
            },
            "method": self.method,
        }


def number(value: Any) -> float | None:  # noqa: ANN401 - numpy's scalars and Python's
    """A finite number, or None.

    >>> number(1.5), number(float("nan"))
    (1.5, None)
    """
    return float(value) if np.isfinite(value) else None


def _ends(interval: Interval) -> list[float | None]:
    return [number(interval.low), number(interval.high)]
