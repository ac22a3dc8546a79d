"""What an experiment may be called. The arithmetic and the decision are the engine's; the practice's words are here."""

from dataclasses import dataclass
from enum import StrEnum

from truenorth.engines.experiments import Analysis
from truenorth.engines.experiments.plans import RoleName


class MetricKind(StrEnum):
    PROPORTION = "proportion"
    MEAN = "mean"
    RATIO = "ratio"
    QUANTILE = "quantile"


class MetricRole(StrEnum):
    PRIMARY = "primary"  # the change was made for this
    LONG_TERM = "long_term"  # what the primary metric stands for, read later
    SECONDARY = "secondary"
    GUARDRAIL = "guardrail"


class Reading(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    SAFE = "not worse than the margin"
    UNDECIDED = "undecided"


class ExperimentState(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    ENDED = "ended"


class ExperimentOutcome(StrEnum):
    WIN = "win"
    NO_WIN = "no_win"
    INCONCLUSIVE = "inconclusive"


MOVES = {
    ExperimentState.DRAFT: {ExperimentState.RUNNING},
    ExperimentState.RUNNING: {ExperimentState.ENDED},
    ExperimentState.ENDED: {ExperimentState.RUNNING},
}

ROLES: dict[MetricRole, RoleName] = {
    MetricRole.PRIMARY: "success",
    MetricRole.LONG_TERM: "guardrail",
    MetricRole.GUARDRAIL: "guardrail",
    MetricRole.SECONDARY: "monitor",
}
"""What the engine's rule takes a metric for: a long-term metric guards what the primary one stands for."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the experiment may be called a win, and why (not). `is_blocked`: its data allow no conclusion."""

    is_win: bool
    is_harm: bool
    is_blocked: bool
    headline: str
    sentence: str


NOTHING_READ = Verdict(
    is_win=False,
    is_harm=False,
    is_blocked=False,
    headline="Nothing read yet",
    sentence="Upload results to read this experiment.",
)


def conclude(analysis: Analysis | None) -> Verdict:
    """The engine's decision as the practice says it: a win on the primary metric alone is none while harm is open."""
    if analysis is None:
        return NOTHING_READ
    decision, is_split_off = analysis.decision, is_off(analysis)
    is_blocked = is_split_off or any(problem.is_blocking for problem in analysis.summary.problems)
    worse = any(each.verdict == "worse" for each in decision.metrics)
    better = any(each.role == "success" and each.verdict == "better" for each in decision.metrics)
    if is_split_off:
        headline = "The split is off"
    elif is_blocked:
        headline = "The data are not sound"
    elif decision.ships:
        headline = "A win" if decision.verdict == "better" else "Holds"
    else:
        headline = "Not a win" if better else "Worse" if worse else "Undecided"
    return Verdict(
        is_win=decision.ships and decision.verdict == "better",
        is_harm=worse and not is_blocked,
        is_blocked=is_blocked,
        headline=headline,
        sentence=_sentence(decision.reason),
    )


def is_off(analysis: Analysis) -> bool:
    """Whether the variants got other shares than they were meant to get."""
    return analysis.whole.balance is not None and bool(analysis.whole.balance.flag)


def name_in_words(metric: str) -> str:
    """A column's name as people say it: retained_30_days is "retained 30 days"."""
    return metric.replace("_", " ").strip() or metric


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
