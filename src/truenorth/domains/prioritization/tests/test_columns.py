from datetime import timedelta

import pytest
from conftest import ClientOf

from truenorth.domains.kit import clock
from truenorth.domains.prioritization.errors import (
    ColumnNotOpen,
    ColumnNotRevealed,
    ColumnRevealed,
    ColumnStillOpen,
    NothingToReveal,
    RevoteOpen,
)
from truenorth.domains.prioritization.factories import candidate_of, make_round, score
from truenorth.domains.prioritization.models import Score, ScoringRound
from truenorth.domains.prioritization.rules import RoundState
from truenorth.domains.prioritization.selectors import get_detail, get_head, list_rows
from truenorth.domains.prioritization.services import (
    ask_raters,
    move_round,
    open_column,
    reopen,
    reveal_cell,
    reveal_column,
    revise_round,
    save_scores,
    settle_rounds,
)
from truenorth.domains.workspace.models import Member


def a_round_by_column(actor: Member) -> ScoringRound:
    made = make_round(actor)
    return revise_round(made, actor=actor, version=made.version, changes={"is_by_column": True})


def begin(scoring_round: ScoringRound, actor: Member, column: str, minutes: float | None = None) -> None:
    ends = bool(minutes)
    open_column(scoring_round, actor=actor, column=column, minutes=minutes, reveals_at_end=ends)


def means(viewer: Member, scoring_round: ScoringRound, title: str) -> dict[str, float]:
    rows = list_rows(viewer, ScoringRound.objects.get(pk=scoring_round.pk)).items
    [row] = [row for row in rows if row.node.title == title]
    return {cell["column"]: cell["mean"] for cell in row.cells}


def test_columns_are_scored_one_at_a_time_and_the_last_reveal_reveals_the_round(alice: Member, bob: Member) -> None:
    scoring_round = a_round_by_column(alice)
    with pytest.raises(ColumnNotOpen):
        score(alice, scoring_round, "Guided tour", 13)

    for column, value in {"user_value": 13, "business_value": 8, "risk_reduction": 5, "effort": 3}.items():
        begin(scoring_round, alice, column)
        assert get_head(bob, scoring_round).current_column == column
        candidate = candidate_of(scoring_round, "Guided tour")
        save_scores(scoring_round, actor=alice, candidate_id=candidate.id, values={column: value})
        assert column not in means(bob, scoring_round, "Guided tour")
        reveal_column(scoring_round, actor=alice, column=column)
        assert means(bob, scoring_round, "Guided tour")[column] == value

    revealed = ScoringRound.objects.get()
    assert revealed.state == "revealed"
    assert list_rows(bob, revealed).items[0].place.score == pytest.approx(26 / 3)


def test_one_column_is_open_at_a_time(alice: Member) -> None:
    scoring_round = a_round_by_column(alice)
    begin(scoring_round, alice, "effort")

    with pytest.raises(ColumnStillOpen):
        begin(scoring_round, alice, "user_value")
    with pytest.raises(NothingToReveal):
        reveal_column(scoring_round, actor=alice, column="effort")
    with pytest.raises(ColumnNotRevealed):
        reopen(scoring_round, actor=alice, column="user_value")


def test_a_timer_that_is_over_reveals_the_column_once_somebody_looks(alice: Member, bob: Member) -> None:
    scoring_round = a_round_by_column(alice)
    begin(scoring_round, alice, "effort", minutes=5)
    candidate = candidate_of(scoring_round, "Guided tour")
    save_scores(scoring_round, actor=alice, candidate_id=candidate.id, values={"effort": 3})
    settle_rounds()
    assert means(bob, scoring_round, "Guided tour") == {}

    with clock.pretend(clock.now() + timedelta(minutes=6)):
        settle_rounds()

    assert means(bob, scoring_round, "Guided tour") == {"effort": 3}
    with pytest.raises(ColumnRevealed):
        begin(scoring_round, alice, "effort")


def test_who_rates_one_column_sees_nothing_of_the_others_before_their_reveal(alice: Member, bob: Member) -> None:
    scoring_round = make_round(alice)
    ask_raters(scoring_round, actor=alice, member_ids=[bob.id], columns=["effort"])
    score(alice, scoring_round, "Guided tour", 13, 8, 8, 20)
    candidate = candidate_of(scoring_round, "Guided tour")
    path = f"/api/prioritization/scoring-rounds/{scoring_round.id}"

    head = ClientOf(bob).get(f"{path}/head").json()
    row = ClientOf(bob).get(f"{path}/candidates/{candidate.id}").json()

    assert head["own_columns"] == ["effort"]
    assert (row["row"]["cells"], [cell["given"] for cell in row["cells"]]) == ([], [[], [], [], []])
    assert head["standing"]["asks"] == []


def test_a_revote_is_private_again_and_what_was_given_before_is_kept(alice: Member, bob: Member) -> None:
    scoring_round = make_round(alice)
    score(alice, scoring_round, "Guided tour", 13, 8, 8, 3)
    score(bob, scoring_round, "Guided tour", 13, 8, 8, 20)
    move_round(scoring_round, actor=alice, to=RoundState.REVEALED)
    candidate = candidate_of(scoring_round, "Guided tour")
    reopen(scoring_round, actor=alice, column="effort", candidate_id=candidate.id)

    save_scores(scoring_round, actor=alice, candidate_id=candidate.id, values={"effort": 8}, versions={})
    during = get_detail(bob, ScoringRound.objects.get(), candidate.id)
    with pytest.raises(RevoteOpen):
        move_round(scoring_round, actor=alice, to=RoundState.CLOSED)
    reveal_cell(scoring_round, actor=alice, column="effort", candidate_id=candidate.id)
    after = get_detail(bob, ScoringRound.objects.get(), candidate.id)

    assert [given.value for given in during.cells[3].given] == [3, 20]
    assert (during.cells[3].is_reopened, during.row.own.get("effort")) == (True, None)
    assert [given.value for given in after.cells[3].given] == [8]
    assert [given.value for given in after.cells[3].history[0].given] == [3, 20]
    assert after.row.place.score == pytest.approx(29 / 8)


def test_a_column_is_voted_on_again_and_those_nobody_touched_keep_their_numbers(alice: Member, bob: Member) -> None:
    scoring_round = make_round(alice)
    for title in ("Guided tour", "CRM button"):
        score(alice, scoring_round, title, 13, 8, 8, 3)
    move_round(scoring_round, actor=alice, to=RoundState.REVEALED)
    reopen(scoring_round, actor=alice, column="effort")

    candidate = candidate_of(scoring_round, "Guided tour")
    save_scores(scoring_round, actor=bob, candidate_id=candidate.id, values={"effort": 13})
    assert means(alice, scoring_round, "Guided tour")["effort"] == 3
    reveal_column(scoring_round, actor=alice, column="effort")

    assert means(alice, scoring_round, "Guided tour")["effort"] == 13
    assert means(alice, scoring_round, "CRM button")["effort"] == 3
    assert Score.objects.filter(superseded_at__isnull=False).count() == 1


def test_only_an_editor_opens_and_reveals(alice: Member, connie: Member) -> None:
    scoring_round = a_round_by_column(alice)
    path = f"/api/prioritization/scoring-rounds/{scoring_round.id}/columns"

    refused = ClientOf(connie).post(f"{path}/effort/open", {}, content_type="application/json")
    unknown = ClientOf(alice).post(f"{path}/beauty/open", {}, content_type="application/json")

    assert (refused.status_code, unknown.status_code) == (403, 422)
    assert list(unknown.json()["fields"]) == ["column"]
