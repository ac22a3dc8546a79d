from datetime import UTC, datetime

import pytest
import time_machine

from truenorth.domains.discovery.errors import (
    NotEvidence,
    NotTaggable,
    TagTaken,
    ThresholdFixed,
    ThresholdMissing,
)
from truenorth.domains.discovery.factories import make_document, make_highlight, make_hypothesis
from truenorth.domains.discovery.models import Account, Hypothesis, Insight, Opportunity, Tag, Tagging
from truenorth.domains.discovery.rules import Strength
from truenorth.domains.discovery.selectors import count_evidence, count_votes, list_evidence, list_themes
from truenorth.domains.discovery.services import (
    begin_test,
    cite_evidence,
    create_feedback,
    create_insight,
    create_request,
    create_tag,
    revise_hypothesis,
    revise_tag,
    set_tags,
)
from truenorth.domains.graph.rules import LinkKind, Step, StepState
from truenorth.domains.graph.selectors import get_chain, get_record
from truenorth.domains.graph.services import LinkDraft, create_link, create_record, trash_nodes
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.kit.readings import Point, find_readings
from truenorth.domains.workspace.models import Member


def test_an_insight_is_as_firm_as_what_it_cites(alice: Member) -> None:
    document = make_document(alice)
    seen = make_highlight(document, actor=alice, quote="Opens the client list", strength=Strength.OBSERVED)
    told = make_highlight(document, actor=alice, quote="I always close those.", strength=Strength.TOLD)
    wrote = create_feedback(actor=alice, values={"body": "The tour is in the way."})

    insight = create_insight(
        actor=alice, values={"title": "Own data first", "evidence_ids": [seen.id, told.id, wrote.id]}
    )

    summary = count_evidence(alice, [insight.id])[insight.id]
    assert (summary.observed, summary.told, summary.asked, summary.internal) == (1, 1, 1, 0)
    assert [piece.key for piece in list_evidence(alice, insight.id)] == ["HL-1", "HL-2", "FB-1"]


def test_what_refutes_an_insight_speaks_against_it(alice: Member) -> None:
    document = make_document(alice)
    for_it = make_highlight(document, actor=alice, quote="I closed it.")
    against = make_highlight(document, actor=alice, quote="one by one")
    insight = create_insight(actor=alice, values={"title": "Tour never", "evidence_ids": [for_it.id]})
    create_link(actor=alice, kind=LinkKind.REFUTES, source=against.node, target=insight.node)

    summary = count_evidence(alice, [insight.id])[insight.id]

    assert (summary.total, summary.against) == (1, 1)
    assert [piece.is_against for piece in list_evidence(alice, insight.id)] == [False, True]


def test_an_opportunity_rests_on_the_evidence_of_its_insights(alice: Member) -> None:
    highlight = make_highlight(make_document(alice), actor=alice)
    insight = create_insight(actor=alice, values={"title": "Own data first", "evidence_ids": [highlight.id]})
    opportunity = create_record(
        Opportunity,
        actor=alice,
        values={"title": "See my clients on day one"},
        links=[LinkDraft(kind=LinkKind.DERIVES_FROM, target=insight.id)],
    )

    assert count_evidence(alice, [opportunity.id])[opportunity.id].told == 1


def test_evidence_in_the_trash_no_longer_counts(alice: Member) -> None:
    highlight = make_highlight(make_document(alice), actor=alice)
    insight = create_insight(actor=alice, values={"title": "Own data first", "evidence_ids": [highlight.id]})

    trash_nodes(actor=alice, ids=[highlight.id])

    assert count_evidence(alice, [insight.id])[insight.id].total == 0


def test_an_insight_cites_evidence_and_nothing_else(alice: Member) -> None:
    account = create_record(Account, actor=alice, values={"title": "Mosaic Studio"})

    with pytest.raises(NotEvidence):
        create_insight(actor=alice, values={"title": "Own data first", "evidence_ids": [account.id]})

    assert not Insight._default_manager.exists()


def test_an_insight_does_not_cite_what_another_workspace_heard(alice: Member, charlie: Member) -> None:
    insight = create_insight(actor=alice, values={"title": "Own data first"})
    theirs = make_highlight(make_document(charlie), actor=charlie)

    with pytest.raises(NotEvidence):
        cite_evidence(insight, actor=alice, evidence_ids=[theirs.id])

    assert count_evidence(alice, [insight.id])[insight.id].total == 0


def test_a_contributor_writes_evidence_but_no_insight(connie: Member) -> None:
    highlight = make_highlight(make_document(connie), actor=connie)

    with pytest.raises(Forbidden):
        create_insight(actor=connie, values={"title": "Own data first", "evidence_ids": [highlight.id]})

    assert not Insight._default_manager.exists()


def test_a_request_has_as_many_votes_as_times_it_was_made(connie: Member) -> None:
    request = create_request(
        actor=connie, values={"ask": "A button to send it all to our CRM", "need": "One list of clients"}
    )
    again = create_feedback(actor=connie, values={"body": "CRM, please"})
    create_link(actor=connie, kind=LinkKind.SUPPORTS, source=again.node, target=request.node)

    assert request.title == "A button to send it all to our CRM"
    assert count_votes([request.id])[request.id][0] == 2
    readings = find_readings(connie.workspace_id, "request", "votes", [Point(request.id)])
    assert readings[Point(request.id)].value == 2


def test_a_threshold_may_move_until_a_test_begins(alice: Member) -> None:
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False):
        hypothesis = make_hypothesis(alice, threshold=15)
    with time_machine.travel(datetime(2026, 3, 2, tzinfo=UTC), tick=False):
        revised = revise_hypothesis(hypothesis, actor=alice, version=1, changes={"threshold": 12.0})

    assert revised.threshold_fixed_at == datetime(2026, 3, 2, tzinfo=UTC)


def test_a_threshold_stays_once_a_test_has_begun(alice: Member) -> None:
    hypothesis = begin_test(make_hypothesis(alice, threshold=15), actor=alice)

    with pytest.raises(ThresholdFixed) as refusal:
        revise_hypothesis(hypothesis, actor=alice, version=2, changes={"threshold": 5.0})

    assert list(refusal.value.fields) == ["threshold"]
    assert get_record(alice, Hypothesis, hypothesis.id).threshold == 15


def test_a_threshold_named_after_the_test_began_is_shown_as_late(alice: Member) -> None:
    hypothesis = begin_test(make_hypothesis(alice, threshold=None), actor=alice)

    revised = revise_hypothesis(hypothesis, actor=alice, version=2, changes={"threshold": 5.0})

    assert revised.is_threshold_late


def test_a_hypothesis_without_a_threshold_is_neither_supported_nor_refuted(alice: Member) -> None:
    hypothesis = make_hypothesis(alice, threshold=None)

    with pytest.raises(ThresholdMissing):
        revise_hypothesis(hypothesis, actor=alice, version=1, changes={"state": "supported"})

    assert get_record(alice, Hypothesis, hypothesis.id).state == "untested"


def test_a_verdict_fixes_the_threshold(alice: Member) -> None:
    hypothesis = make_hypothesis(alice)

    revised = revise_hypothesis(hypothesis, actor=alice, version=1, changes={"state": "refuted"})

    assert revised.test_began_at is not None
    assert not revised.is_threshold_late


def test_an_untested_hypothesis_is_half_a_step(alice: Member) -> None:
    opportunity = create_record(Opportunity, actor=alice, values={"title": "See my clients on day one"})
    hypothesis = make_hypothesis(alice)
    create_link(actor=alice, kind=LinkKind.DERIVES_FROM, source=hypothesis.node, target=opportunity.node)

    before = {step.step: step.state for step in get_chain(alice, opportunity.id)}
    revise_hypothesis(hypothesis, actor=alice, version=1, changes={"state": "supported"})
    after = {step.step: step.state for step in get_chain(alice, opportunity.id)}

    assert (before[Step.HYPOTHESIS], after[Step.HYPOTHESIS]) == (StepState.HALF, StepState.FILLED)


def test_tags_are_set_as_a_whole(connie: Member) -> None:
    highlight = make_highlight(make_document(connie), actor=connie)
    tour = create_tag(actor=connie, values={"title": "Tour", "body": "The guided tour of the first visit"})
    sheet = create_tag(actor=connie, values={"title": "Spreadsheet"})

    set_tags(highlight.node, actor=connie, tag_ids=[tour.id])
    set_tags(highlight.node, actor=connie, tag_ids=[sheet.id])

    assert [tagging.tag_id for tagging in Tagging.objects.filter(node=highlight.node)] == [sheet.id]


def test_two_tags_of_one_name_are_refused(connie: Member) -> None:
    create_tag(actor=connie, values={"title": "Tour"})
    other = create_tag(actor=connie, values={"title": "Sheet"})

    with pytest.raises(TagTaken):
        create_tag(actor=connie, values={"title": "tour"})
    with pytest.raises(TagTaken):
        revise_tag(other, actor=connie, version=1, changes={"title": "TOUR"})

    assert sorted(tag.title for tag in Tag._default_manager.select_related("node")) == ["Sheet", "Tour"]


def test_an_account_carries_no_tags(connie: Member) -> None:
    account = create_record(Account, actor=connie, values={"title": "Mosaic Studio"})

    with pytest.raises(NotTaggable):
        set_tags(account.node, actor=connie, tag_ids=[])


def test_themes_are_counted_largest_first(connie: Member) -> None:
    for theme, rating in (("sync", 1), ("price", 5), ("sync", 2), ("", 3)):
        create_feedback(actor=connie, values={"body": "Hm.", "theme": theme, "rating": rating})

    assert [(t.theme, t.count, t.rating) for t in list_themes(connie)] == [("sync", 2, 1.5), ("price", 1, 5.0)]
