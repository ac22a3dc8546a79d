from truenorth.domains.experiments.rules.readouts import PlannedMetric, Readout, label_metrics, show
from truenorth.domains.experiments.rules.verdicts import (
    MOVES,
    ROLES,
    ExperimentOutcome,
    ExperimentState,
    MetricKind,
    MetricRole,
    Reading,
    Standing,
    Verdict,
    conclude,
    is_off,
    name_in_words,
)

__all__ = [
    "MOVES",
    "ROLES",
    "ExperimentOutcome",
    "ExperimentState",
    "MetricKind",
    "MetricRole",
    "PlannedMetric",
    "Reading",
    "Readout",
    "Standing",
    "Verdict",
    "conclude",
    "is_off",
    "label_metrics",
    "name_in_words",
    "show",
]
