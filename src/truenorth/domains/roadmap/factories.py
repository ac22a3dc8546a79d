"""Initiatives for tests, made by the services."""

from typing import Any

from truenorth.domains.discovery.models import Hypothesis, Request
from truenorth.domains.experiments.factories import give_results
from truenorth.domains.experiments.models import Experiment
from truenorth.domains.experiments.rules import MetricRole
from truenorth.domains.experiments.services import MetricPlan, plan_metrics
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.services import LinkDraft, create_link, create_record
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import InitiativeOutcome, State
from truenorth.domains.roadmap.services import change_state, create_initiative
from truenorth.domains.workspace.models import Member

ONWARD = (State.CANDIDATE, State.COMMITTED, State.BUILDING, State.SHIPPED)


def make_initiative(actor: Member, title: str = "Guided tour", **values: Any) -> Initiative:
    return create_initiative(actor=actor, values={"title": title, **values})


def go(
    actor: Member, initiative: Initiative, to: State, *, outcome: InitiativeOutcome | None = None, **words: str
) -> Initiative:
    current = Initiative.objects.select_related("node").get(pk=initiative.pk)
    return change_state(current, actor=actor, version=current.version, to=to, outcome=outcome, **words)


def bring_to(actor: Member, initiative: Initiative, state: State) -> Initiative:
    """Along the way that leads there, past the gate by name."""
    for step in ONWARD[: ONWARD.index(state) + 1]:
        initiative = go(actor, initiative, step, override_reason="For the test.")
    return initiative


def make_hypothesis(actor: Member, initiative: Initiative, **values: Any) -> Hypothesis:
    """A hypothesis from which the initiative derives."""
    draft = LinkDraft(kind=LinkKind.DERIVES_FROM, source=initiative.id)
    return create_record(Hypothesis, actor=actor, values={"title": "People skip the tour", **values}, links=[draft])


def give_evidence(actor: Member, initiative: Initiative) -> None:
    """A request that the initiative derives from."""
    request = create_record(Request, actor=actor, values={"title": "Show me around", "ask": "Show me around."})
    create_link(actor=actor, kind=LinkKind.DERIVES_FROM, source=initiative.node, target=request.node)


def run_experiment(actor: Member, initiative: Initiative, *, retention: int) -> None:
    """A test of a thousand people an arm: completion rises from 40 to 50 %, retention from 20 % to `retention` ‰."""
    draft = LinkDraft(kind=LinkKind.DERIVES_FROM, target=initiative.id)
    experiment = create_record(Experiment, actor=actor, values={"title": "Tour test"}, links=[draft])
    plans = [
        MetricPlan(name="completion", role=MetricRole.PRIMARY),
        MetricPlan(name="retention", role=MetricRole.LONG_TERM),
    ]
    plan_metrics(actor=actor, experiment=experiment, plans=plans)
    give_results(actor, experiment, {"control": (1000, 400, 200), "tour": (1000, 500, retention)})
