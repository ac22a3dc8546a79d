"""The bet is predicted, built and tested; the readout says what it allows to say."""

import io

from truenorth.domains.calibration.rules import PredictionOutcome
from truenorth.domains.calibration.services import create_prediction, give_probability, resolve_prediction
from truenorth.domains.discovery.models import Hypothesis
from truenorth.domains.discovery.services import begin_test
from truenorth.domains.experiments.models import Experiment
from truenorth.domains.experiments.rules import ExperimentState, MetricKind, MetricRole
from truenorth.domains.experiments.services import MetricPlan, plan_metrics, revise_experiment
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_record
from truenorth.domains.graph.services import LinkDraft, create_record
from truenorth.edges.demo.simulation import simulate_signups, write_results
from truenorth.edges.demo.story import Story
from truenorth.edges.imports.running import run_import

RETENTION_MARGIN = 0.05  # one point of 20 % is the largest fall that would still count as none
TICKETS_MARGIN = 0.5  # half as many again
READ_METRICS = "completed_onboarding,retained_30_days:covariate=team_size,support_tickets:mean"

METRICS = (
    MetricPlan(name="completed_onboarding", role=MetricRole.PRIMARY),
    MetricPlan(name="retained_30_days", role=MetricRole.LONG_TERM, margin=RETENTION_MARGIN),
    MetricPlan(
        name="support_tickets",
        kind=MetricKind.MEAN,
        role=MetricRole.GUARDRAIL,
        is_lower_better=True,
        margin=TICKETS_MARGIN,
    ),
)

PREDICTIONS = (
    (
        "P completion",
        "The tour lifts completed onboarding by at least 5 % of what it is",
        {"Alice": 0.85, "Ines": 0.9, "Bob": 0.65, "Connie": 0.7, "Olga": 0.9},
    ),
    (
        "P retention",
        "The tour lifts 30-day retention beyond its interval",
        {"Alice": 0.6, "Ines": 0.35, "Bob": 0.25, "Connie": 0.75, "Olga": 0.6},
    ),
    (
        "P invited",
        "30-day retention of new teams reaches 23 % by the end of the cycle",
        {"Alice": 0.4, "Mara": 0.65, "Bob": 0.3},
    ),
)


def predict(story: Story) -> None:
    with story.on(66):
        for name, title, probabilities in PREDICTIONS:
            subject = "targeting" if name == "P invited" else "tour"
            prediction = create_prediction(
                actor=story.who("Alice"),
                values={
                    "title": title,
                    "subject_id": story.id(subject),
                    "resolve_by": story.day(-40 if name == "P invited" else 8),
                    "probability": probabilities["Alice"],
                },
            )
            story.keep(name, prediction)
            for person, probability in probabilities.items():
                if person != "Alice":
                    give_probability(prediction.id, actor=story.who(person), probability=probability)


def run_the_test(story: Story) -> None:
    alice = story.who("Alice")
    with story.on(64):
        experiment = create_record(
            Experiment,
            actor=alice,
            values={
                "title": "Guided tour against the tutorial",
                "body": "Half of new teams see the tour for six weeks. Completion is what the tour is made to move; "
                "staying is what it is for.",
                "owner_id": alice.id,
                "unit": "user_id",
                "starts_on": story.day(63),
                "ends_on": story.day(21),
            },
            links=[
                LinkDraft(kind=LinkKind.TESTS, target=story.id("H tour")),
                LinkDraft(kind=LinkKind.DERIVES_FROM, target=story.id("tour")),
            ],
        )
        story.keep("experiment", experiment)
        plan_metrics(actor=alice, experiment=experiment, plans=METRICS)
        begin_test(get_record(alice, Hypothesis, story.id("H tour")), actor=alice)
    with story.on(63):
        _move(story, ExperimentState.RUNNING)


def read_it(story: Story) -> None:
    alice = story.who("Alice")
    with story.on(10):
        _move(story, ExperimentState.ENDED)
        run_import(
            actor=alice,
            source="experiment",
            file=io.BytesIO(write_results(simulate_signups())),
            file_name="guided-tour.csv",
            options={
                "unit": "user_id",
                "variant": "variant",
                "control": "control",
                "metric": READ_METRICS,
                "segment": "channel,platform",
                "experiment": str(story.id("experiment")),
            },
        )
    with story.on(8):
        resolve_prediction(
            story.id("P completion"),
            actor=alice,
            outcome=PredictionOutcome.YES,
            reason="Completion rose by about 15 % of what it was.",
        )
        resolve_prediction(
            story.id("P retention"),
            actor=alice,
            outcome=PredictionOutcome.NO,
            reason="The interval still includes no effect.",
        )


def _move(story: Story, to: ExperimentState) -> None:
    alice = story.who("Alice")
    experiment = get_record(alice, Experiment, story.id("experiment"))
    revise_experiment(experiment, actor=alice, version=experiment.version, changes={"state": to})
