import asyncio
import importlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from conftest import ClientOf

from truenorth.domains.prioritization.errors import RoundTooLarge
from truenorth.domains.prioritization.factories import candidate_of, make_round, score
from truenorth.domains.prioritization.models import Place, ScoringRound, Standing
from truenorth.domains.prioritization.rules import RoundState
from truenorth.domains.prioritization.selectors import find_latest_scores, get_head, list_rows
from truenorth.domains.prioritization.services import (
    ask_raters,
    create_round,
    create_scoring_model,
    move_round,
    revise_round,
    save_scores,
    settle_round,
    settle_rounds,
)
from truenorth.domains.workspace.factories import make_member
from truenorth.domains.workspace.models import Member


def revealed_round(alice: Member, bob: Member) -> ScoringRound:
    made = make_round(alice)
    for member in (alice, bob):
        score(member, made, "Guided tour", 13, 8, 5, 3)
        score(member, made, "CRM button", 5, 13, 2, 5)
    move_round(made, actor=alice, to=RoundState.REVEALED)
    return ScoringRound.objects.get(pk=made.pk)


def test_ranks_come_with_their_band_and_chance(alice: Member, bob: Member) -> None:
    scoring_round = revealed_round(alice, bob)

    first, second = list_rows(alice, scoring_round).items
    standing = get_head(alice, scoring_round).standing

    assert (first.place.rank, first.place.rank_low, first.place.p_top5) == (1, 1, 1.0)
    assert 0 < first.place.swaps[str(second.candidate_id)] < 0.2
    assert standing.asks[0]["column"] in {"user_value", "effort", "business_value", "risk_reduction"}
    assert "10,000 draws" in standing.method
    assert not standing.is_stale


def test_a_corrected_number_moves_the_standing_at_once(alice: Member, bob: Member) -> None:
    scoring_round = revealed_round(alice, bob)
    before = Standing.objects.get().revision

    for member in (alice, bob):
        score(member, scoring_round, "Guided tour", 1, 1, 1, 20)

    assert [row.node.title for row in list_rows(alice, scoring_round).items] == ["CRM button", "Guided tour"]
    assert Standing.objects.get().revision > before


def test_a_large_round_is_stale_until_somebody_computes_it(
    alice: Member, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("truenorth.domains.prioritization.services.standing.INLINE_AT_MOST", 1)
    scoring_round = revealed_round(alice, bob)

    stale = ClientOf(alice).get(f"/api/prioritization/scoring-rounds/{scoring_round.id}/head").json()
    settle_rounds()
    fresh = ClientOf(alice).get(f"/api/prioritization/scoring-rounds/{scoring_round.id}/head").json()

    assert (stale["standing"]["is_stale"], stale["ranked_count"]) == (True, 0)
    assert (fresh["standing"]["is_stale"], fresh["ranked_count"]) == (False, 2)
    subject = candidate_of(scoring_round, "Guided tour").node_id
    assert find_latest_scores([subject])[subject].ranked.rank == 1


def test_numbers_that_the_formula_has_no_value_for_are_told_and_do_not_stop_the_rest(alice: Member) -> None:
    model = create_scoring_model(actor=alice, values={"title": "Logarithm", "formula": "ln(a - b)"})
    made = make_round(alice)
    scoring_round = revise_round(made, actor=alice, version=made.version, changes={"scoring_model_id": model.id})
    for title, values in {"Guided tour": {"a": 5, "b": 2}, "CRM button": {"a": 2, "b": 2}}.items():
        save_scores(scoring_round, actor=alice, candidate_id=candidate_of(made, title).id, values=values)
    move_round(scoring_round, actor=alice, to=RoundState.REVEALED)

    [good, bad] = list_rows(alice, ScoringRound.objects.get(pk=made.pk)).items

    assert (good.node.title, good.place.rank) == ("Guided tour", 1)
    assert (bad.place.rank, bad.place.problem) == (None, "The formula has no value with a 2, b 2.")


def test_a_round_takes_no_more_than_it_can_hold(alice: Member, olga: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("truenorth.domains.prioritization.rules.rounds.NUMBERS_AT_MOST", 16)
    scoring_round = make_round(alice)
    more = [make_member(olga, f"Rater{number}") for number in range(3)]

    with pytest.raises(RoundTooLarge) as refusal:
        ask_raters(scoring_round, actor=alice, member_ids=[member.id for member in more])
    ask_raters(scoring_round, actor=alice, member_ids=[member.id for member in more[:2]])
    with pytest.raises(RoundTooLarge):
        score(more[2], scoring_round, "Guided tour", 5)

    assert list(refusal.value.fields) == ["member_ids"]


def test_more_raters_than_a_round_holds_are_refused_by_field(alice: Member) -> None:
    path = f"/api/prioritization/scoring-rounds/{make_round(alice).id}/raters"
    crowd = {"member_ids": [str(alice.id)] * 10_000}

    answer = ClientOf(alice).post(path, crowd, content_type="application/json")

    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["member_ids"])


def test_the_stream_tells_how_far_everybody_is_and_no_number(alice: Member, bob: Member) -> None:
    scoring_round = make_round(alice)
    ask_raters(scoring_round, actor=alice, member_ids=[bob.id], columns=["effort"])
    candidate = candidate_of(scoring_round, "Guided tour")
    save_scores(scoring_round, actor=bob, candidate_id=candidate.id, values={"effort": 13})

    answer = ClientOf(alice).get(f"/api/prioritization/scoring-rounds/{scoring_round.id}/live?wait_seconds=0")

    news = _read(answer.content.decode())
    assert answer.headers["Content-Type"] == "text/event-stream"
    assert (news["revision"], news["state"]) == (Standing.objects.get().revision, "open")
    assert [(rater["name"], rater["scored"], rater["asked"]) for rater in news["raters"]] == [("Bob", 1, 2)]
    assert "13" not in json.dumps(news["raters"][0]["scored"])


def test_a_round_in_which_nothing_happened_is_watched_too(alice: Member) -> None:
    scoring_round = create_round(actor=alice, values={"title": "Still empty"})

    settle_round(scoring_round.pk)

    answer = ClientOf(alice).get(f"/api/prioritization/scoring-rounds/{scoring_round.id}/live?wait_seconds=0")
    assert _read(answer.content.decode())["revision"] == 0


def test_a_stranger_watches_nothing(alice: Member, charlie: Member) -> None:
    path = f"/api/prioritization/scoring-rounds/{make_round(alice).id}/live?wait_seconds=0"

    assert ClientOf(charlie).get(path).status_code == 404


def test_a_stream_says_what_is_new_and_ends(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    live = importlib.import_module("truenorth.domains.prioritization.api.live")
    looks = iter([{"revision": 1}, None, {"revision": 2}, None, None, None])
    monkeypatch.setattr(live, "_look", lambda *_: next(looks))
    monkeypatch.setattr(live, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.0)
    scoring_round = make_round(alice)

    said = asyncio.run(_collect(live._watch(scoring_round, -1, 0.04)))

    assert [each.split("\n")[0] for each in said[:4]] == ["retry: 1000", "id: 1", ": still here", "id: 2"]


def test_places_are_one_for_each_candidate_after_every_change(alice: Member, bob: Member) -> None:
    scoring_round = revealed_round(alice, bob)
    for number in (1, 2, 3):
        score(alice, scoring_round, "Guided tour", number)

    assert Place.objects.count() == 2


async def _collect(stream: AsyncIterator[str]) -> list[str]:
    return [each async for each in stream]


def _read(text: str) -> dict[str, Any]:
    [data] = [line.removeprefix("data: ") for line in text.splitlines() if line.startswith("data: ")]
    read: dict[str, Any] = json.loads(data)
    return read
