from dataclasses import dataclass
from uuid import UUID

from truenorth.domains.experiments.models import Experiment
from truenorth.domains.experiments.selectors import describe_states, weigh_results
from truenorth.domains.graph.registry import NodeKind
from truenorth.domains.graph.rules import Step
from truenorth.domains.kit.facts import Fact

EXPERIMENT = NodeKind(
    name="experiment",
    plural="experiments",
    label="Experiment",
    label_plural="Experiments",
    prefix="EXP",
    domain="experiments",
    icon="split",
    model=Experiment,
    step=Step.EXPERIMENT,
    describe_state=describe_states,
    weigh=weigh_results,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsRecorded(Fact):
    """Results came in for an experiment, and this is what they allow to say."""

    experiment_id: UUID
    headline: str
    is_win: bool
    actor_id: UUID
