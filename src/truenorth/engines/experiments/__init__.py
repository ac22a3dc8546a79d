"""Experiments from files: rows of (unit, variant, values) in, sums, and a readout with its verdict out."""

from pathlib import Path
from typing import BinaryIO

from truenorth.engines.experiments.errors import ExperimentRefused, FileRefused, PlanRefused
from truenorth.engines.experiments.planning import Goal, Size, plan_sizes
from truenorth.engines.experiments.plans import (
    CORRECTIONS,
    KINDS,
    METHODS,
    Metric,
    Plan,
    Question,
    join_guardrails,
    parse_metric,
    parse_weights,
)
from truenorth.engines.experiments.quality import Problem
from truenorth.engines.experiments.reading import read
from truenorth.engines.experiments.results import Analysis, ArmDecision, CellReadout, Comparison, MetricReadout, number
from truenorth.engines.experiments.summaries import WHOLE, Cell, Measured, Summary, join_sums, split_sums
from truenorth.engines.experiments.summing import guess_metrics, summarize, summarize_table
from truenorth.engines.experiments.survey import list_values
from truenorth.engines.experiments.tables import Table, open_table
from truenorth.engines.experiments.wording import KIND_FORMULAS, Formula, amounts, list_formulas

__all__ = [
    "CORRECTIONS",
    "KINDS",
    "KIND_FORMULAS",
    "METHODS",
    "WHOLE",
    "Analysis",
    "ArmDecision",
    "Cell",
    "CellReadout",
    "Comparison",
    "ExperimentRefused",
    "FileRefused",
    "Formula",
    "Goal",
    "Measured",
    "Metric",
    "MetricReadout",
    "Plan",
    "PlanRefused",
    "Problem",
    "Question",
    "Size",
    "Summary",
    "Table",
    "amounts",
    "analyze",
    "guess_metrics",
    "join_guardrails",
    "join_sums",
    "list_formulas",
    "list_values",
    "number",
    "open_table",
    "parse_metric",
    "parse_weights",
    "plan_sizes",
    "read",
    "split_sums",
    "summarize",
    "summarize_table",
]


def analyze(source: Path | BinaryIO, plan: Plan, question: Question | None = None) -> Analysis:
    """A file's readout: `read(summarize(source, plan), question)`. Raises ExperimentRefused and StatisticsRefused.

    >>> import io
    >>> plan = Plan(unit="user", variant="arm", control="a", metrics=(parse_metric("paid"),))
    >>> analyze(io.BytesIO(b"user,arm,paid\\n1,a,0\\n2,a,1\\n3,b,1\\n4,b,1\\n"), plan).to_dict()["arms"]
    [{'variant': 'a', 'n': 2}, {'variant': 'b', 'n': 2}]
    """
    return read(summarize(source, plan), question)
