from datetime import timedelta

import pytest

from truenorth.domains.calibration.models import Prediction
from truenorth.domains.discovery.models import Feedback, Highlight
from truenorth.domains.engineering.models import Adr
from truenorth.domains.engineering.rules import TrendDirection
from truenorth.domains.engineering.selectors import (
    correct_estimate,
    get_effort_report,
    get_map,
    get_plan,
    get_register,
    list_risk_flags,
)
from truenorth.domains.experiments.models import Experiment
from truenorth.domains.experiments.selectors import get_readout, get_verdict
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.rules import Step, StepState
from truenorth.domains.graph.selectors import get_chain, get_record, walk_from
from truenorth.domains.kit import clock
from truenorth.domains.kit.errors import DomainError
from truenorth.domains.pulse.models import Pulse
from truenorth.domains.roadmap.models import Initiative, RoadmapSnapshot, TeamCapacity
from truenorth.domains.roadmap.rules import InitiativeOutcome, State
from truenorth.domains.roadmap.selectors import compare_snapshots
from truenorth.domains.roadmap.services import change_state
from truenorth.domains.workspace.models import Workspace
from truenorth.edges.demo.building import is_told, tell_the_story
from truenorth.engines.experiments import Question


@pytest.mark.django_db
def test_the_story_is_whole_and_the_tour_is_no_win() -> None:
    story = tell_the_story()

    alice = story.who("Alice")
    verdict = get_verdict(get_record(alice, Experiment, story.id("experiment")))
    assert (verdict.is_win, verdict.headline) == (False, "Not a win")
    assert "retained 30 days is undecided" in verdict.sentence
    tour = get_record(alice, Initiative, story.id("tour"))
    assert (tour.state, tour.outcome) == (State.CLOSED, InitiativeOutcome.REDIRECT)
    [walk] = walk_from(alice, [tour.id])[0].values()
    kinds = {Node.objects.get(pk=each).kind for each in {*walk.upstream, *walk.downstream}}
    assert {"document", "highlight", "insight", "opportunity", "hypothesis"} <= kinds
    assert {"decision", "experiment", "prediction", "key_result", "pulse"} <= kinds
    hollow = [view.step for view in get_chain(alice, tour.id) if view.state == StepState.HOLLOW]
    assert hollow == []
    assert Step.OUTCOME not in hollow
    pulse = get_record(alice, Pulse, story.id("pulse"))
    assert pulse.published_at is not None
    assert (Highlight.objects.count(), Feedback.objects.count(), Prediction.objects.count()) == (13, 10, 3)
    assert is_told()


@pytest.mark.django_db
def test_closing_the_tour_as_a_win_is_refused_with_the_open_metric_named() -> None:
    story = tell_the_story()
    alice = story.who("Alice")
    tour = get_record(alice, Initiative, story.id("tour"))
    tour = change_state(tour, actor=alice, version=tour.version, to=State.SHIPPED, reason="Look again.")

    with pytest.raises(DomainError) as refusal:
        change_state(
            tour, actor=alice, version=tour.version, to=State.CLOSED, outcome=InitiativeOutcome.WIN, reason="It rose."
        )

    assert "retained 30 days is undecided" in str(refusal.value.detail) + str(refusal.value.extra)
    assert get_record(alice, Initiative, tour.id).state == State.SHIPPED


@pytest.mark.django_db
def test_the_past_of_the_demo_lies_in_the_past() -> None:
    tell_the_story()

    workspace = Workspace.objects.get()
    assert workspace.created_at < clock.now() - timedelta(days=100)
    assert not Node.objects.filter(created_at__gt=clock.now()).exists()


@pytest.mark.django_db
def test_every_switch_of_the_readout_has_something_to_show() -> None:
    story = tell_the_story()
    experiment = get_record(story.who("Alice"), Experiment, story.id("experiment"))

    readout = get_readout(experiment, segment="channel")

    assert (readout.segments, readout.has_covariate) == (["channel", "platform"], True)
    assert [level.level for level in readout.levels] == ["invited", "organic", "paid_search"]
    retained = {
        cuped: get_readout(experiment, Question(cuped=cuped)).metrics[1].effects[0].computed.standard_error
        for cuped in (True, False)
    }
    assert (retained[True] or 1) < (retained[False] or 0)
    assert readout.metrics[1].effects[0].sentence.startswith("Undecided, not safe")


@pytest.mark.django_db
def test_engineering_stands_on_record_and_raises_its_flags_by_itself() -> None:
    story = tell_the_story()
    bob = story.who("Bob")

    ground = get_map(bob)
    register = get_register(bob)
    flags = {
        name: {view.flag.term or (view.subject.title if view.subject else "") for view in found.flags}
        for name in ("calendar", "import", "whitelabel", "retry")
        for found in list_risk_flags(bob, [story.id(name)])
    }

    assert (len(ground.nodes), len(ground.circles)) == (16, 1)
    assert ground.circles[0].words in {"Clients → Invoices → Clients", "Invoices → Clients → Invoices"}
    assert {each.title for each in register.constraints} == {"The mail relay sends 50,000 a day"}
    trends = {debt.title: debt.trend.direction for debt in register.debts}
    assert trends["Merging duplicate clients loses their notes"] is TrendDirection.GROWS
    assert trends["Retry rules live in three places"] is TrendDirection.SHRINKS
    assert {"Calendar bridge", "sync", "bulk"} <= flags["calendar"]
    assert {"Clients", "import"} <= flags["import"]
    assert flags["whitelabel"] >= {"Mail service"}
    assert flags["retry"] >= {"Payment provider"}


@pytest.mark.django_db
def test_estimates_of_the_past_say_what_the_next_one_is_worth_and_the_tour_has_a_knee() -> None:
    story = tell_the_story()
    bob = story.who("Bob")

    report = get_effort_report(bob)
    onboarding, billing = (
        correct_estimate(bob, estimate=3, team_id=story.teams[name].id) for name in ("Onboarding", "Billing")
    )
    plan = get_plan(bob, story.id("tour"))

    assert report.judgement is not None
    assert report.judgement.error_corrected < report.judgement.error_plain
    assert onboarding.likely > 1.2 * 3 > 1.0 * billing.likely
    assert (len(plan.slices), plan.knee) == (4, 2)
    assert [adr.status for adr in Adr.objects.order_by("node__created_at")] == ["accepted", "proposed"]


@pytest.mark.django_db
def test_the_roadmap_stood_otherwise_before_the_readout() -> None:
    story = tell_the_story()

    after, before = RoadmapSnapshot.objects.order_by("-created_at")
    comparison = compare_snapshots(story.who("Alice"), before, after)

    assert {change.change.item.title for change in comparison.changes} >= {
        "Acquisition targeting: invited teams",
        "Spreadsheet import with preview",
        "Guided onboarding tour",
    }
    [late] = compare_snapshots(story.who("Alice"), after, None).changes
    assert late.change.item.title == "Retry failed invoice payments"
    assert [capacity.seats for capacity in TeamCapacity.objects.all()] == [1, 1]
