"""Readouts in words."""

from dataclasses import dataclass

import numpy as np

from truenorth.engines.experiments.plans import Question
from truenorth.engines.experiments.summaries import Summary
from truenorth.engines.statistics import Readout

_METHODS = {
    "sequential": "a normal-mixture confidence sequence, which holds at any number of looks",
    "fixed": "a fixed-horizon interval (Welch's t; of rates the normal, p by the pooled z test), which holds for one "
    "look that was planned before",
    "bayesian": "a posterior with a flat prior",
}
_CORRECTIONS = {
    "holm": "Holm's correction over the success metrics and arms",
    "bh": "the correction of Benjamini and Hochberg over the success metrics and arms",
    "none": "no correction for the number of metrics",
}


@dataclass(frozen=True, slots=True)
class Formula:
    """One step of a computation: its name, what it does, and who published it."""

    name: str
    what: str
    source: str


KIND_FORMULAS = {
    "proportion": Formula("Difference of rates", "each arm's variance is p(1 - p)", ""),
    "mean": Formula("Difference of means", "variances with n - 1, not taken for equal", "Welch, Biometrika 34 (1947)"),
    "ratio": Formula(
        "Difference of ratios of sums", "delta method, users being the units", "Deng and others, KDD 2018"
    ),
    "quantile": Formula(
        "Difference of quantiles", "as sure as the sample quantiles around them are close", "Deng and others, KDD 2018"
    ),
}
_METHOD_FORMULAS = {
    "sequential": Formula(
        "Normal-mixture confidence sequence",
        "holds at any number of looks, narrowest at 5,000 users",
        "Waudby-Smith and others, arXiv 2103.06476",
    ),
    "fixed": Formula(
        "Welch's t; of rates the normal", "holds for one look planned before", "Welch, Biometrika 34 (1947)"
    ),
    "bayesian": Formula("Normal posterior, flat prior", "chance to win and credible interval", ""),
}
_CORRECTION_FORMULAS = {
    "holm": Formula("Holm's correction", "the chance of any false win stays below alpha", "Holm 1979"),
    "bh": Formula("Benjamini and Hochberg's correction", "the share of false wins stays below alpha", "1995"),
}
_CUPED = Formula("CUPED", "the covariate from before takes its part of the noise out", "Deng and others, WSDM 2013")
_RELATIVE = Formula("Delta method", "the effect as a share of the control's mean, whose noise counts", "")
_SRM = Formula("Chi-squared test of the split", "flagged below 0.01", "Fabijan and others, KDD 2019")
_RULE = Formula(
    "Decision rule",
    "a success metric better, every guardrail not worse than its margin, nothing worse, data sound",
    "Schultzberg and others, arXiv 2402.11609",
)


def list_formulas(question: Question, summary: Summary) -> list[Formula]:
    """What a readout was computed by, in order.

    >>> import numpy as np
    >>> nothing = Summary(("a", "b"), (1.0, 1.0), (), np.zeros((0, 2), dtype=np.int64), ())
    >>> [formula.name for formula in list_formulas(Question(scale="absolute", correction="none"), nothing)][0]
    'Normal-mixture confidence sequence'
    """
    has_covariate = any(each.metric.covariate for each in summary.metrics)
    return [
        *(KIND_FORMULAS[kind] for kind in dict.fromkeys(each.metric.kind or "mean" for each in summary.metrics)),
        *([_CUPED] if has_covariate and question.cuped else []),
        *([_RELATIVE] if question.scale == "relative" else []),
        _METHOD_FORMULAS[question.method],
        *([_CORRECTION_FORMULAS[question.correction]] if question.correction in _CORRECTION_FORMULAS else []),
        _SRM,
        _RULE,
    ]


def describe(verdict: str, readout: Readout, *, is_guarded: bool = False, reason: str = "") -> str:
    """One comparison in a sentence; of a guardrail also whether it is safe.

    >>> from truenorth.engines.statistics import Moments, compare
    >>> arms = Moments(n=4100, sum=1640), Moments(n=4000, sum=1840)
    >>> describe("better", compare(*arms, kind="proportion"))
    'Better: +15.0 %, from +6.0 % to +24.0 %.'
    """
    is_open = is_guarded and verdict == "undecided"
    word = verdict[0].upper() + verdict[1:] + (", not safe" if is_open else "")
    if not np.isfinite(readout.effect):
        return f"{word}: nothing can be computed ({readout.notes()})."
    effect, low, high = amounts(readout)
    why = f"; {reason}" if is_open else ""
    return f"{word}: {effect}, from {low} to {high}{why}."


def amounts(readout: Readout) -> tuple[str, str, str]:
    """The effect and the ends of its interval as people read them: shares in per cent, rates in points.

    >>> from truenorth.engines.statistics import Moments, compare
    >>> arms = Moments(n=4100, sum=1640), Moments(n=4000, sum=1840)
    >>> amounts(compare(*arms, kind="proportion", effect="absolute"))
    ('+6.0 points', '+2.7 points', '+9.3 points')
    """
    unit = " %" if readout.scale == "relative" else " points" if readout.kind == "proportion" else ""
    effect, low, high = (amount(float(each), unit) for each in (readout.effect, *readout.interval))
    return effect, low, high


def amount(value: float, unit: str = "") -> str:
    """A signed effect; in per cent or points of a share.

    >>> amount(0.151, " %"), amount(-1.5)
    ('+15.1 %', '\u22121.5')
    """
    text = f"{value * 100:+,.1f}{unit}" if unit else f"{value:+,.4g}"
    return text.replace("-", "\u2212").replace("inf", "∞").replace("nan", "?")


def describe_method(question: Question, summary: Summary) -> str:
    """How the verdicts came about, in two sentences."""
    covariates = sorted({m.metric.covariate for m in summary.metrics if m.metric.covariate and question.cuped})
    adjusted = f", adjusted by {', '.join(covariates)} (CUPED)" if covariates else ""
    correction = (
        "" if question.method == "bayesian" else f" 'Better' is judged with {_CORRECTIONS[question.correction]}."
    )
    return (
        f"{question.method.capitalize()}: treatment minus control{adjusted}; verdicts by {_METHODS[question.method]}, "
        f"at {1 - question.alpha:.0%}.{correction} A guardrail holds when a fall past its margin is ruled out, "
        "one-sided. Split checked by a chi-squared test, flagged below 0.01."
    ).replace("%.", " %.")
