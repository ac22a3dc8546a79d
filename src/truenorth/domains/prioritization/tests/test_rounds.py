import json

import pytest
from conftest import ClientOf
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.graph.kinds import AttentionAnswered
from truenorth.domains.graph.rules import Step
from truenorth.domains.graph.selectors import get_chain
from truenorth.domains.kit import facts
from truenorth.domains.kit.errors import Forbidden, Invalid
from truenorth.domains.prioritization.errors import (
    ColumnNotYours,
    NothingToReveal,
    RaterCannotScore,
    RoundClosed,
    RoundMoveRefused,
    RoundNotOpen,
    ScoringModelFixed,
    ValueOffScale,
)
from truenorth.domains.prioritization.factories import candidate_of, make_round, make_subject, score
from truenorth.domains.prioritization.models import Rater, Score, ScoringModel, ScoringRound
from truenorth.domains.prioritization.rules import RoundState
from truenorth.domains.prioritization.selectors import get_head, list_rows
from truenorth.domains.prioritization.services import (
    add_candidates,
    ask_raters,
    move_round,
    remove_candidate,
    revise_scoring_model,
    save_scores,
)
from truenorth.domains.workspace.models import AuditRow, Member


def test_a_score_comes_from_the_column_means_not_from_the_members_scores(
    alice: Member, bob: Member, connie: Member
) -> None:
    scoring_round = make_round(alice)
    score(alice, scoring_round, "Guided tour", 13, 8, 8, 5)
    score(bob, scoring_round, "Guided tour", 8, 8, 5, 3)
    score(connie, scoring_round, "Guided tour", 13)
    move_round(scoring_round, actor=alice, to=RoundState.REVEALED)

    [first, second] = list_rows(alice, ScoringRound.objects.get()).items

    assert first.place.score == pytest.approx((34 / 3 + 8 + 6.5) / 4)
    assert (first.place.rank, first.node.title) == (1, "Guided tour")
    assert (second.place.score, second.place.rank, second.missing[0]) == (None, None, "user_value")


def test_what_others_gave_stays_private_until_the_round_is_revealed(alice: Member, bob: Member) -> None:
    scoring_round = make_round(alice)
    candidate = candidate_of(scoring_round, "Guided tour")
    path = f"/api/prioritization/scoring-rounds/{scoring_round.id}"
    scores = {"values": {"user_value": 13, "effort": 20}, "reason": "Seen in five sessions."}
    ClientOf(bob).put(f"{path}/candidates/{candidate.id}/scores", json.dumps(scores), content_type="application/json")

    own = ClientOf(bob).get(f"{path}/rows?sort=-title").json()["items"][0]
    others = [ClientOf(alice).get(f"{path}/{each}") for each in ("rows", "head", f"candidates/{candidate.id}")]
    exported = ClientOf(alice).get(f"{path}/rows.csv").content.decode()

    assert {key: score["value"] for key, score in own["own"].items()} == {"user_value": 13, "effort": 20}
    assert own["own_reason"] == "Seen in five sessions."
    row = others[2].json()["row"]
    assert (row["place"]["score"], row["cells"], row["own"], row["own_reason"]) == (None, [], {}, "")
    assert others[2].json()["reasons"] == []
    assert others[2].json()["cells"][0]["given"] == []
    assert "13" not in exported
    assert not any("five sessions" in answer.content.decode() for answer in others)
    [told] = AuditRow.objects.filter(target_id=scoring_round.id, action="score")
    assert told.changes == {"scored": [None, f"{candidate.node.key}: user_value, effort"]}

    ClientOf(alice).post(f"{path}/reveal")
    shown = ClientOf(alice).get(f"{path}/candidates/{candidate.id}").json()
    assert shown["cells"][0]["given"][0]["value"] == 13
    assert shown["reasons"][0]["words"] == "Seen in five sessions."


def test_a_viewer_neither_scores_nor_is_asked_to(alice: Member, vera: Member) -> None:
    scoring_round = make_round(alice)

    with pytest.raises(Forbidden):
        score(vera, scoring_round, "Guided tour", 13)
    with pytest.raises(RaterCannotScore):
        ask_raters(scoring_round, actor=alice, member_ids=[vera.id])

    assert not Score.objects.exists()
    assert not Rater.objects.exists()


def test_a_rater_may_own_single_columns(alice: Member, bob: Member) -> None:
    scoring_round = make_round(alice)
    ask_raters(scoring_round, actor=alice, member_ids=[bob.id], columns=["effort"])
    candidate = candidate_of(scoring_round, "Guided tour")

    save_scores(scoring_round, actor=bob, candidate_id=candidate.id, values={"effort": 5})
    with pytest.raises(ColumnNotYours) as refusal:
        save_scores(scoring_round, actor=bob, candidate_id=candidate.id, values={"user_value": 5})

    assert list(refusal.value.fields) == ["values.user_value"]
    [progress] = get_head(alice, scoring_round).raters
    assert (progress.columns, progress.asked, progress.scored) == (["effort"], 2, 1)


def test_who_gave_all_they_were_asked_for_is_no_longer_asked(
    alice: Member, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered: list[AttentionAnswered] = []
    monkeypatch.setitem(facts._listeners, AttentionAnswered, [answered.append])
    scoring_round = make_round(alice)
    ask_raters(scoring_round, actor=alice, member_ids=[bob.id], columns=["effort"])

    for title in ("Guided tour", "CRM button"):
        assert answered == []
        candidate = candidate_of(scoring_round, title)
        save_scores(scoring_round, actor=bob, candidate_id=candidate.id, values={"effort": 5})

    assert [(each.node_id, each.member_id) for each in answered] == [(scoring_round.id, bob.id)]


def test_a_number_off_the_scale_is_refused_and_the_others_with_it(alice: Member) -> None:
    scoring_round = make_round(alice)

    with pytest.raises(ValueOffScale) as refusal:
        score(alice, scoring_round, "Guided tour", 13, 4)

    assert list(refusal.value.fields) == ["values.business_value"]
    assert not Score.objects.exists()


def test_a_score_is_corrected_and_taken_back(alice: Member) -> None:
    scoring_round = make_round(alice)
    score(alice, scoring_round, "Guided tour", 13, 8)
    score(alice, scoring_round, "Guided tour", 5, None)

    [_, row] = list_rows(alice, scoring_round).items

    assert {key: own.value for key, own in row.own.items()} == {"user_value": 5}


def test_a_round_is_revealed_once_somebody_scored_and_never_private_again(alice: Member) -> None:
    scoring_round = make_round(alice)
    with pytest.raises(NothingToReveal):
        move_round(scoring_round, actor=alice, to=RoundState.REVEALED)
    with pytest.raises(RoundMoveRefused):
        move_round(scoring_round, actor=alice, to=RoundState.CLOSED)

    score(alice, scoring_round, "Guided tour", 13, 8, 8, 5)
    move_round(scoring_round, actor=alice, to=RoundState.REVEALED)
    score(alice, scoring_round, "Guided tour", 8)
    with pytest.raises(RoundMoveRefused):
        move_round(scoring_round, actor=alice, to=RoundState.OPEN)
    with pytest.raises(RoundNotOpen):
        add_candidates(scoring_round, actor=alice, ids=[make_subject(alice, "Late").id])
    closed = move_round(scoring_round, actor=alice, to=RoundState.CLOSED)
    with pytest.raises(RoundClosed):
        score(alice, scoring_round, "Guided tour", 5)

    assert closed.state == "closed"
    assert Score.objects.get(column="user_value").value == 8


def test_a_candidate_is_taken_out_with_its_scores(alice: Member) -> None:
    scoring_round = make_round(alice)
    score(alice, scoring_round, "Guided tour", 13)

    remove_candidate(scoring_round, actor=alice, candidate_id=candidate_of(scoring_round, "Guided tour").id)

    assert [row.node.title for row in list_rows(alice, scoring_round).items] == ["CRM button"]
    assert not Score.objects.exists()


def test_a_round_takes_no_candidate_of_another_workspace(alice: Member, charlie: Member) -> None:
    scoring_round = make_round(alice)
    foreign = make_subject(charlie)
    path = f"/api/prioritization/scoring-rounds/{scoring_round.id}"

    answer = ClientOf(alice).post(f"{path}/candidates", {"ids": [str(foreign.id)]}, content_type="application/json")

    assert answer.status_code == 404
    assert ClientOf(charlie).get(f"{path}/head").status_code == 404
    assert scoring_round.candidates.count() == 2


def test_the_formula_of_a_model_is_fixed_once_people_scored_by_it(alice: Member) -> None:
    scoring_round = make_round(alice)
    score(alice, scoring_round, "Guided tour", 13)
    model = scoring_round.scoring_model

    with pytest.raises(ScoringModelFixed):
        revise_scoring_model(model, actor=alice, version=model.version, changes={"formula": "safe"})

    assert ScoringModel.objects.get().formula == "wsjf"


def test_the_score_stands_in_the_chain_once_the_round_is_revealed(alice: Member) -> None:
    scoring_round = make_round(alice)
    score(alice, scoring_round, "Guided tour", 13, 8, 8, 4 - 1)
    subject = candidate_of(scoring_round, "Guided tour").node_id

    before = {step.step: step for step in get_chain(alice, subject)}[Step.SCORE]
    move_round(scoring_round, actor=alice, to=RoundState.REVEALED)
    after = {step.step: step for step in get_chain(alice, subject)}[Step.SCORE]

    assert (before.state, before.label) == ("half", "in a round")
    assert (after.state, after.label) == ("filled", "9.67")


def test_a_later_round_that_left_it_unscored_does_not_hide_the_score(alice: Member) -> None:
    first = make_round(alice)
    score(alice, first, "Guided tour", 13, 8, 8, 3)
    move_round(first, actor=alice, to=RoundState.REVEALED)
    subject = candidate_of(first, "Guided tour").node_id
    second = make_round(alice, titles=["Notes import"])
    add_candidates(second, actor=alice, ids=[subject])
    score(alice, second, "Notes import", 5)
    move_round(second, actor=alice, to=RoundState.REVEALED)

    step = {each.step: each for each in get_chain(alice, subject)}[Step.SCORE]

    assert step.label == "9.67"


def test_a_bad_value_in_a_request_names_its_field(alice: Member) -> None:
    with pytest.raises(Invalid) as refusal:
        ask_raters(make_round(alice), actor=alice, member_ids=[alice.id], columns=["beauty"])

    assert list(refusal.value.fields) == ["columns"]


def test_a_ranked_list_and_the_list_of_rounds_take_a_fixed_number_of_queries(alice: Member, bob: Member) -> None:
    scoring_round = make_round(alice, titles=[f"Idea {n}" for n in range(12)])
    for title in ("Idea 1", "Idea 2", "Idea 3"):
        score(alice, scoring_round, title, 13, 8, 8, 5)
        score(bob, scoring_round, title, 5, 3, 8, 5)
    make_round(bob)
    move_round(scoring_round, actor=alice, to=RoundState.REVEALED)
    client = ClientOf(alice)

    with CaptureQueriesContext(connection) as head:
        client.get(f"/api/prioritization/scoring-rounds/{scoring_round.id}/head")
    with CaptureQueriesContext(connection) as rows:
        client.get(f"/api/prioritization/scoring-rounds/{scoring_round.id}/rows")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/api/prioritization/scoring-rounds/{scoring_round.id}/rows?limit=2")
    with CaptureQueriesContext(connection) as rounds:
        page = client.get("/api/prioritization/scoring-rounds").json()

    assert page["items"][0]["candidate_count"] == 2
    assert len(head) <= 15
    assert len(rows) == len(few) <= 15
    assert len(rounds) <= 7
