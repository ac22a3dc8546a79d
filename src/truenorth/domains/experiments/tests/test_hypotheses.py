import pytest

from truenorth.domains.discovery.errors import ThresholdFixed
from truenorth.domains.discovery.factories import make_hypothesis
from truenorth.domains.discovery.models import Hypothesis
from truenorth.domains.discovery.services import revise_hypothesis
from truenorth.domains.experiments.models import Experiment
from truenorth.domains.experiments.services import revise_experiment
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_record
from truenorth.domains.graph.services import LinkDraft, archive_nodes, create_record
from truenorth.domains.workspace.models import Member


def _plan(actor: Member, hypothesis: Hypothesis) -> Experiment:
    link = LinkDraft(kind=LinkKind.TESTS, target=hypothesis.id)
    return create_record(Experiment, actor=actor, values={"title": "Guided tour"}, links=[link])


def test_a_threshold_may_move_while_the_experiment_is_a_draft(alice: Member) -> None:
    hypothesis = make_hypothesis(alice)
    _plan(alice, hypothesis)

    assert revise_hypothesis(hypothesis, actor=alice, version=1, changes={"threshold": 12.0}).threshold == 12


def test_an_experiment_that_starts_fixes_the_threshold_it_tests(alice: Member) -> None:
    hypothesis = make_hypothesis(alice)
    revise_experiment(_plan(alice, hypothesis), actor=alice, version=1, changes={"state": "running"})

    tested = get_record(alice, Hypothesis, hypothesis.id)
    with pytest.raises(ThresholdFixed):
        revise_hypothesis(tested, actor=alice, version=tested.version, changes={"threshold": 5.0})


def test_an_archived_hypothesis_holds_no_experiment_up(alice: Member) -> None:
    hypothesis = make_hypothesis(alice)
    experiment = _plan(alice, hypothesis)
    archive_nodes(actor=alice, ids=[hypothesis.id])

    revise_experiment(experiment, actor=alice, version=1, changes={"state": "running"})

    assert get_record(alice, Hypothesis, hypothesis.id).test_began_at is None
