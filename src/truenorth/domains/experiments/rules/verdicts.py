"""What an experiment may be called. The arithmetic and the decision are the engine's; the practice's words are here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from truenorth.engines.experiments import Analysis, ArmDecision
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


class Standing(StrEnum):
    WIN = "win"
    HOLDS = "holds"
    NO_WIN = "no_win"  # better where it counts, and harm elsewhere shown or not ruled out
    WORSE = "worse"
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


_HEADLINES = {
    Standing.WIN: "A win",
    Standing.HOLDS: "Holds",
    Standing.NO_WIN: "Not a win",
    Standing.WORSE: "Worse",
    Standing.UNDECIDED: "Undecided",
}
_PHRASES = {
    Standing.WIN: ("wins", "win"),
    Standing.HOLDS: ("holds", "hold"),
    Standing.NO_WIN: ("is not a win", "are not a win"),
    Standing.UNDECIDED: ("is undecided", "are undecided"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the experiment may be called a win, and why (not). `is_blocked`: its data allow no conclusion.

    `is_planned`: somebody said which metric has to get better or must not get worse.
    """

    is_win: bool
    is_harm: bool
    is_blocked: bool
    is_planned: bool
    standing: Standing
    headline: str
    sentence: str


NOTHING_READ = Verdict(
    is_win=False,
    is_harm=False,
    is_blocked=False,
    is_planned=True,
    standing=Standing.UNDECIDED,
    headline="Nothing read yet",
    sentence="Upload results to read this experiment.",
)
NOT_PLANNED = (
    "Nobody said which metric has to get better or must not get worse: every metric is only watched. "
    "Plan them, and these results are judged by the plan."
)


def conclude(analysis: Analysis | None) -> Verdict:
    """The engine's decision as the practice says it: a win on the primary metric alone is none while harm is open.

    Of several variants the headline says what each may be called; the rest speaks of the one that did best.
    """
    if analysis is None:
        return NOTHING_READ
    best = analysis.whole.best
    is_blocked = is_off(analysis) or any(problem.is_blocking for problem in analysis.summary.problems)
    is_planned = any(each.metric.role != "monitor" for each in analysis.summary.metrics)
    standing = stand(best)
    is_harm = any(each.verdict == "worse" for each in best.decision.metrics)
    return Verdict(
        is_win=standing == Standing.WIN,
        is_harm=is_harm and not is_blocked,
        is_blocked=is_blocked,
        is_planned=is_planned,
        standing=standing,
        headline=_headline(analysis, is_blocked=is_blocked, is_planned=is_planned),
        sentence=_sentence(analysis, is_unplanned=not is_planned and not is_blocked),
    )


def stand(arm: ArmDecision) -> Standing:
    """What a variant by itself may be called."""
    decision = arm.decision
    if decision.ships:
        return Standing.WIN if decision.verdict == "better" else Standing.HOLDS
    if any(each.role == "success" and each.verdict == "better" for each in decision.metrics):
        return Standing.NO_WIN
    is_worse = any(each.verdict == "worse" for each in decision.metrics)
    return Standing.WORSE if is_worse else Standing.UNDECIDED


def _headline(analysis: Analysis, *, is_blocked: bool, is_planned: bool) -> str:
    if is_off(analysis):
        return "The split is off"
    if is_blocked:
        return "The data are not sound"
    if not is_planned:
        return "No metric is planned"
    arms = analysis.whole.decisions
    return _name_arms(arms) if len(arms) > 1 else _HEADLINES[stand(arms[0])]


def _name_arms(arms: Sequence[ArmDecision]) -> str:
    """Winners first, harm always; of variants that are undecided only where there is nothing more to say."""
    harming = [arm for arm in arms if arm.decision.verdict == "worse"]
    others = [(arm.variant, stand(arm)) for arm in arms if arm.decision.verdict != "worse"]
    found = [standing for standing in _PHRASES if any(each == standing for _, each in others)]
    told = [standing for standing in found if standing != Standing.UNDECIDED] or found
    if not harming and told == [Standing.UNDECIDED]:
        return _HEADLINES[Standing.UNDECIDED]
    parts = [_say([name for name, each in others if each == standing], *_PHRASES[standing]) for standing in told]
    return "; ".join([*parts, *_name_harm(harming)])


def _say(names: Sequence[str], of_one: str, of_more: str) -> str:
    return f"{_join(names)} {of_more if len(names) > 1 else of_one}"


def _name_harm(harming: Sequence[ArmDecision]) -> list[str]:
    """The metrics by name where one variant harms; of more their reasons tell."""
    metrics = [each.metric for arm in harming for each in arm.decision.metrics if each.verdict == "worse"]
    return [_say([arm.variant for arm in harming], f"harms {_join(metrics)}", "do harm")] if harming else []


def _join(names: Sequence[str]) -> str:
    """One name, two, or how many.

    >>> _join(["tour", "video"]), _join(["a", "b", "c", "d"])
    ('tour and video', 'a and 3 others')
    """
    if len(names) > 3:
        return f"{names[0]} and {len(names) - 1} others"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _sentence(analysis: Analysis, *, is_unplanned: bool) -> str:
    best = analysis.whole.best
    reason = f"{best.decision.reason[0].upper()}{best.decision.reason[1:]}."
    if is_unplanned:
        return f"{NOT_PLANNED} {reason}" if best.decision.verdict == "worse" else NOT_PLANNED
    return reason if len(analysis.whole.decisions) == 1 else f"{best.variant}: {best.decision.reason}."


def is_off(analysis: Analysis) -> bool:
    """Whether the variants got other shares than they were meant to get."""
    return analysis.whole.balance is not None and bool(analysis.whole.balance.flag)


def name_in_words(metric: str) -> str:
    """A column's name as people say it: retained_30_days is "retained 30 days"."""
    return metric.replace("_", " ").strip() or metric
