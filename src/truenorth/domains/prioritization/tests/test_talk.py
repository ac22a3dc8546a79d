import json
from datetime import date
from typing import Any

import pytest
from conftest import ClientOf

from truenorth.domains.graph.kinds import AttentionAnswered, AttentionAsked
from truenorth.domains.graph.registry import get_kind
from truenorth.domains.graph.services import create_record
from truenorth.domains.kit import facts
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.prioritization.errors import NothingToExplain, NotRankedYet, NotYourNote, PlaceOutOfRange
from truenorth.domains.prioritization.factories import candidate_of, decide, make_round, on_day, on_reading, score
from truenorth.domains.prioritization.models import Override, Score, ScoringRound
from truenorth.domains.prioritization.rules import RoundState
from truenorth.domains.prioritization.selectors import explain_order, get_detail, get_head, hold_duel, list_rows
from truenorth.domains.prioritization.services import (
    add_note,
    agree_on,
    ask_to_explain,
    move_round,
    place_by_hand,
    remove_note,
    remove_override,
    revise_round,
    save_scores,
)
from truenorth.domains.workspace.models import Member


@pytest.fixture
def revealed(alice: Member, bob: Member, connie: Member) -> ScoringRound:
    """Three candidates; of the tour's effort Connie thinks otherwise than the rest."""
    made = make_round(alice, titles=("Guided tour", "CRM button", "Import"))
    for member in (alice, bob, connie):
        score(member, made, "Guided tour", 13, 8, 5, 13 if member == connie else 3)
        score(member, made, "CRM button", 5, 13, 2, 5)
        score(member, made, "Import", 3, 3, 3, 8)
    move_round(made, actor=alice, to=RoundState.REVEALED)
    return ScoringRound.objects.get(pk=made.pk)


def put(member: Member, scoring_round: ScoringRound, title: str, what: str, body: object) -> tuple[int, Any]:
    candidate = candidate_of(scoring_round, title)
    path = f"/api/prioritization/scoring-rounds/{scoring_round.id}/candidates/{candidate.id}/{what}"
    answer = ClientOf(member).put(path, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def titles(viewer: Member, scoring_round: ScoringRound, **filters: Any) -> list[str]:
    return [row.node.title for row in list_rows(viewer, scoring_round, **filters).items]


def test_two_devices_that_change_one_number_lose_neither(alice: Member) -> None:
    scoring_round = make_round(alice)
    _, first = put(alice, scoring_round, "Guided tour", "scores", {"values": {"effort": 3}})
    seen = first["row"]["own"]["effort"]["version"]
    versions = {"versions": {"effort": seen}}
    kept, _ = put(alice, scoring_round, "Guided tour", "scores", {"values": {"effort": 5}, **versions})

    status, refusal = put(alice, scoring_round, "Guided tour", "scores", {"values": {"effort": 8}, **versions})
    unseen, _ = put(alice, scoring_round, "Guided tour", "scores", {"values": {"effort": 8}})

    assert (kept, status, unseen) == (200, 409, 409)
    assert refusal["code"] == "prioritization.stale_score"
    assert refusal["current"]["effort"]["value"] == 5
    assert refusal["given"] == {"effort": 8}
    assert Score.objects.get().value == 5


def test_an_agreed_value_counts_instead_of_the_mean_and_two_editors_cannot_overwrite_each_other(
    alice: Member, bob: Member, revealed: ScoringRound
) -> None:
    status, detail = put(alice, revealed, "Guided tour", "cells/effort", {"value": 8, "version": 0})
    stale, refusal = put(bob, revealed, "Guided tour", "cells/effort", {"value": 2, "version": 0})
    off, wrong = put(bob, revealed, "Guided tour", "cells/effort", {"value": 4, "version": 1})

    assert status == 200
    assert detail["row"]["place"]["score"] == pytest.approx(26 / 8)
    assert (stale, refusal["current"]) == (409, {"value": 8, "version": 1})
    assert (off, list(wrong["fields"])) == (422, ["value"])
    tour = candidate_of(revealed, "Guided tour").id
    agree_on(revealed, actor=bob, candidate_id=tour, column="effort", value=None, version=1)
    assert list_rows(alice, revealed).items[0].place.score == pytest.approx(26 / (19 / 3))


def test_who_stands_apart_is_asked_why_and_is_done_once_they_said_it(
    alice: Member, connie: Member, revealed: ScoringRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    for fact in (AttentionAsked, AttentionAnswered):
        monkeypatch.setitem(facts._listeners, fact, [told.append])
    candidate = candidate_of(revealed, "Guided tour")

    asked = ask_to_explain(revealed, actor=alice, candidate_id=candidate.id, column="effort")
    add_note(revealed, actor=connie, candidate_id=candidate.id, words="The calendar needs it too.", column="effort")
    asking, answer = told

    assert asked == [connie]
    assert (asking.node_id, asking.member_id, asking.reason) == (revealed.id, connie.id, "asked_to_explain")
    assert asking.note == "You gave 13 for the effort of Guided tour; the median is 3."
    assert (answer.node_id, answer.member_id, answer.reason) == (revealed.id, connie.id, "asked_to_explain")
    with pytest.raises(NothingToExplain):
        ask_to_explain(revealed, actor=alice, candidate_id=candidate.id, column="user_value")


def test_a_note_is_kept_and_taken_back_by_who_wrote_it_or_an_editor(
    alice: Member, connie: Member, olga: Member, revealed: ScoringRound
) -> None:
    candidate = candidate_of(revealed, "Guided tour")
    kept = add_note(revealed, actor=olga, candidate_id=candidate.id, words="Half of it is built.")

    with pytest.raises(NotYourNote):
        remove_note(revealed, actor=connie, candidate_id=candidate.id, note_id=kept.id)
    [note] = get_detail(connie, revealed, candidate.id).notes
    remove_note(revealed, actor=alice, candidate_id=candidate.id, note_id=kept.id)

    assert (note.words, note.by) == ("Half of it is built.", olga)
    assert get_detail(connie, revealed, candidate.id).notes == []


def test_a_candidate_is_placed_by_hand_with_its_price_and_back(alice: Member, revealed: ScoringRound) -> None:
    candidate = candidate_of(revealed, "Import")
    path = f"/api/prioritization/scoring-rounds/{revealed.id}/candidates/{candidate.id}"
    preview = ClientOf(alice).get(f"{path}/override-price?place=1").json()

    kept = place_by_hand(revealed, actor=alice, candidate_id=candidate.id, place=1, reason="We promised it.")

    gains = {"tour": (26, 19 / 3), "button": (20, 5), "import": (9, 8)}
    expected = sum(8 * gains[other][0] - 9 * gains[other][1] for other in ("tour", "button"))
    assert preview["price"] == pytest.approx(expected)
    assert preview["passed"] == ["Guided tour", "CRM button"]
    assert (preview["unit"], preview["rank"]) == ("points \u00d7 weeks", 3)
    assert kept.price == pytest.approx(expected)
    assert titles(alice, revealed) == ["Import", "Guided tour", "CRM button"]
    top = list_rows(alice, revealed).items[0]
    assert (top.place.rank, top.place.position) == (3, 1)
    remove_override(revealed, actor=alice, candidate_id=candidate.id)
    assert titles(alice, revealed) == ["Guided tour", "CRM button", "Import"]


def test_a_place_by_hand_needs_an_editor_a_reason_and_a_place_in_the_list(
    alice: Member, connie: Member, revealed: ScoringRound
) -> None:
    candidate = candidate_of(revealed, "Import")

    with pytest.raises(Forbidden):
        place_by_hand(revealed, actor=connie, candidate_id=candidate.id, place=1, reason="Please.")
    with pytest.raises(PlaceOutOfRange):
        place_by_hand(revealed, actor=alice, candidate_id=candidate.id, place=4, reason="Last.")
    status, refusal = put(alice, revealed, "Import", "override", {"place": 1, "reason": ""})
    unranked = make_round(alice)
    with pytest.raises(NotRankedYet):
        place_by_hand(
            unranked, actor=alice, candidate_id=candidate_of(unranked, "CRM button").id, place=1, reason="First."
        )

    assert (status, list(refusal["fields"])) == (422, ["reason"])
    assert not Override.objects.exists()


def test_why_one_comes_before_the_other_adds_up(alice: Member, revealed: ScoringRound) -> None:
    ids = [candidate_of(revealed, title).id for title in ("CRM button", "Guided tour")]

    why = explain_order(alice, revealed, first_id=ids[0], second_id=ids[1])

    assert (why.first.title, why.second.title) == ("Guided tour", "CRM button")
    assert sum(each.share for each in why.contributions) == pytest.approx(why.gap)
    [effort] = [flip for flip in why.flips if (flip.candidate_id, flip.column) == (ids[1], "effort")]
    assert effort.at == pytest.approx(6.5)
    assert (effort.low, effort.high) == (3, 13)
    assert effort.is_within_range
    assert why.words.startswith("“Guided tour” comes before “CRM button”: by WSJF it scores")
    assert why.words.endswith("On record for “Guided tour”: no evidence. On record for “CRM button”: no evidence.")
    same = f"/api/prioritization/scoring-rounds/{revealed.id}/why?first={ids[0]}&second={ids[0]}"
    assert ClientOf(alice).get(same).status_code == 422


def test_another_formula_over_the_same_columns_is_held_against_the_rounds_own(
    alice: Member, revealed: ScoringRound
) -> None:
    duel = hold_duel(alice, revealed, formula="business_value / effort")
    answer = ClientOf(alice).get(f"/api/prioritization/scoring-rounds/{revealed.id}/duel?formula=rice")

    assert (duel.first, duel.compared) == ("WSJF", 3)
    assert {each.title for each in duel.differences} == {"Guided tour", "CRM button"}
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["formula"])


def test_what_was_declined_says_in_the_list_what_brings_it_back(alice: Member, revealed: ScoringRound) -> None:
    request = create_record(get_kind("request").model, actor=alice, values={"title": "CRM button", "ask": "A button"})
    triggers = [on_day(date(2027, 3, 1)), on_reading("votes", 3, node_id=request.id)]
    decide(alice, candidate_of(revealed, "CRM button").node_id, triggers=triggers)

    answer = ClientOf(alice).get(f"/api/prioritization/scoring-rounds/{revealed.id}/rows?decided=declined").json()

    [row] = answer["items"]
    assert row["decision"]["waits_for"] == ["On 1 March 2027", "Votes of REQ-1 CRM button: at least 3 votes"]


def test_the_cut_line_leaves_out_what_was_said_no_to(alice: Member, revealed: ScoringRound) -> None:
    revised = revise_round(revealed, actor=alice, version=revealed.version, changes={"capacity_weeks": 12})
    before = get_head(alice, revised).cut
    decide(alice, candidate_of(revealed, "CRM button").node_id)
    after = get_head(alice, revised).cut

    assert before is not None
    assert after is not None
    assert (before.cut.fits, before.last_position, before.next_title) == (2, 2, "Import")
    assert (after.cut.fits, after.last_position, after.next_title) == (1, 1, "Import")
    assert titles(alice, revised, decided="declined") == ["CRM button"]
    assert titles(alice, revised, decided="none") == ["Guided tour", "Import"]
    decide(alice, candidate_of(revealed, "Import").node_id, verdict="yes")
    assert titles(alice, revised, decided="kept") == ["Guided tour", "Import"]


def test_rows_are_searched_filtered_and_sorted(alice: Member, bob: Member, revealed: ScoringRound) -> None:
    assert titles(alice, revealed, q="crm") == ["CRM button"]
    assert titles(alice, revealed, split=True) == ["Guided tour"]
    assert titles(alice, revealed, sort="-column:effort") == ["Import", "Guided tour", "CRM button"]
    assert titles(alice, revealed, sort="title", limit=1, offset=1) == ["Guided tour"]
    assert titles(alice, revealed, unscored=True) == []
    open_round = make_round(alice)
    save_scores(
        open_round,
        actor=bob,
        candidate_id=candidate_of(open_round, "Guided tour").id,
        values=dict.fromkeys(("user_value", "business_value", "risk_reduction", "effort"), 3),
    )
    assert titles(bob, open_round, unscored=True) == ["CRM button"]
    assert len(titles(alice, open_round, unscored=True)) == 2
    bad = ClientOf(alice).get(f"/api/prioritization/scoring-rounds/{revealed.id}/rows?sort=beauty")
    assert (bad.status_code, list(bad.json()["fields"])) == (422, ["sort"])
