"""Columns of a scoring round that are filled by what initiatives say of themselves."""

from collections.abc import Sequence
from typing import Any

import pytest
from conftest import ClientOf

from truenorth.domains.discovery.models import Request
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.services import create_link, create_record
from truenorth.domains.prioritization.errors import ColumnRead, ModelNotUsable
from truenorth.domains.prioritization.factories import candidate_of, decide, on_reading
from truenorth.domains.prioritization.models import Decision, Place, ScoringModel, ScoringRound
from truenorth.domains.prioritization.rules import RoundState
from truenorth.domains.prioritization.selectors import list_raters
from truenorth.domains.prioritization.services import (
    add_candidates,
    agree_on,
    ask_raters,
    create_round,
    create_scoring_model,
    move_round,
    open_column,
    read_open_rounds,
    revise_scoring_model,
    save_scores,
)
from truenorth.domains.roadmap.errors import FieldInUse
from truenorth.domains.roadmap.factories import make_initiative
from truenorth.domains.roadmap.models import CustomField, Initiative
from truenorth.domains.roadmap.rules import FieldKind
from truenorth.domains.roadmap.services import create_field, remove_field, revise_initiative
from truenorth.domains.workspace.models import Member

TOO_LARGE = "ARR at risk: 1e+14 is too large or too small to count with."
COLUMNS: Sequence[dict[str, Any]] = [
    {"key": "arr", "label": "ARR at risk", "unit": "EUR", "reads": "field.arr"},
    {"key": "odds", "label": "Odds"},
    {"key": "weeks", "label": "Work", "unit": "week", "reads": "effort"},
]


@pytest.fixture
def arr(alice: Member) -> CustomField:
    return create_field(actor=alice, key="arr", label="ARR at risk", kind=FieldKind.NUMBER)


@pytest.fixture
def value(alice: Member, arr: CustomField) -> ScoringModel:
    values = {"title": "Value a week", "formula": "arr * odds / weeks", "columns": COLUMNS}
    return create_scoring_model(actor=alice, values=values)


def _round(alice: Member, model: ScoringModel, *initiatives: Initiative) -> ScoringRound:
    scoring_round = create_round(actor=alice, values={"title": "Quarter", "scoring_model_id": model.id})
    add_candidates(scoring_round, actor=alice, ids=[each.id for each in initiatives])
    return scoring_round


def _initiatives(alice: Member) -> tuple[Initiative, Initiative]:
    tour = make_initiative(alice, "Tour", effort_weeks=2, custom_fields={"arr": 1000})
    return tour, make_initiative(alice, "Sync", effort_weeks=10, custom_fields={"arr": 6000})


def _give_odds(member: Member, scoring_round: ScoringRound, **odds: float) -> None:
    for title, given in odds.items():
        candidate = candidate_of(scoring_round, title)
        save_scores(scoring_round, actor=member, candidate_id=candidate.id, values={"odds": given})


def _revise(alice: Member, initiative: Initiative, **changes: Any) -> Initiative:
    current = Initiative.objects.select_related("node").get(pk=initiative.pk)
    return revise_initiative(current, actor=alice, version=current.version, changes=changes)


def _place(scoring_round: ScoringRound, title: str) -> Place:
    return Place.objects.get(candidate=candidate_of(scoring_round, title))


def _score(scoring_round: ScoringRound, title: str) -> float | None:
    return _place(scoring_round, title).score


def test_a_formula_ranks_by_fields_of_ones_own_and_what_people_gave(alice: Member, value: ScoringModel) -> None:
    scoring_round = _round(alice, value, *_initiatives(alice))
    _give_odds(alice, scoring_round, Tour=0.5, Sync=0.5)

    move_round(scoring_round, actor=alice, to=RoundState.REVEALED)

    assert (_score(scoring_round, "Tour"), _score(scoring_round, "Sync")) == (250, 300)
    assert [_place(scoring_round, title).rank for title in ("Sync", "Tour")] == [1, 2]
    head = ClientOf(alice).get(f"/api/prioritization/scoring-rounds/{scoring_round.id}/head").json()
    assert [(column["key"], column["reads"], column["state"]) for column in head["columns"]] == [
        ("arr", "field.arr", "revealed"),
        ("odds", None, "revealed"),
        ("weeks", "effort", "revealed"),
    ]
    assert head["own_columns"] == ["odds"]


def test_nobody_is_asked_for_what_is_read(alice: Member, connie: Member, value: ScoringModel) -> None:
    scoring_round = _round(alice, value, *_initiatives(alice))
    ask_raters(scoring_round, actor=alice, member_ids=[connie.id])

    _give_odds(connie, scoring_round, Tour=0.5)

    [progress] = list_raters(scoring_round)
    assert (progress.columns, progress.asked, progress.scored) == (["odds"], 2, 1)
    with pytest.raises(ColumnRead):
        ask_raters(scoring_round, actor=alice, member_ids=[connie.id], columns=["weeks"])
    with pytest.raises(ColumnRead):
        open_column(scoring_round, actor=alice, column="weeks", minutes=None, reveals_at_end=False)
    candidate = candidate_of(scoring_round, "Tour")
    with pytest.raises(ColumnRead) as refusal:
        save_scores(scoring_round, actor=connie, candidate_id=candidate.id, values={"arr": 5})
    assert list(refusal.value.fields) == ["values.arr"]


def test_a_number_that_changes_moves_the_ranks_until_the_round_is_closed(alice: Member, value: ScoringModel) -> None:
    tour, sync = _initiatives(alice)
    scoring_round = _round(alice, value, tour, sync)
    _give_odds(alice, scoring_round, Tour=0.5, Sync=0.5)
    scoring_round = move_round(scoring_round, actor=alice, to=RoundState.REVEALED)

    _revise(alice, tour, custom_fields={"arr": 2000})
    assert (_score(scoring_round, "Tour"), _place(scoring_round, "Tour").rank) == (500, 1)

    move_round(scoring_round, actor=alice, to=RoundState.CLOSED)
    _revise(alice, tour, effort_weeks=20)
    read_open_rounds()
    assert _score(scoring_round, "Tour") == 500


def test_what_the_group_agrees_on_overrules_what_is_read(alice: Member, value: ScoringModel) -> None:
    tour, sync = _initiatives(alice)
    scoring_round = _round(alice, value, tour, sync)
    _give_odds(alice, scoring_round, Tour=0.5, Sync=0.5)
    move_round(scoring_round, actor=alice, to=RoundState.REVEALED)
    candidate = candidate_of(scoring_round, "Tour")

    agree_on(scoring_round, actor=alice, candidate_id=candidate.id, column="weeks", value=4, version=0)
    _revise(alice, tour, effort_weeks=8)

    assert _score(scoring_round, "Tour") == 125
    at = f"/api/prioritization/scoring-rounds/{scoring_round.id}/candidates/{candidate.id}"
    weeks = ClientOf(alice).get(at).json()["cells"][2]
    assert (weeks["read"], weeks["agreed"]["value"]) == (8, 4)
    agree_on(scoring_round, actor=alice, candidate_id=candidate.id, column="weeks", value=None, version=1)
    assert _score(scoring_round, "Tour") == 62.5


@pytest.mark.parametrize(
    ("changes", "cells", "problem"),
    [
        ({"custom_fields": {"arr": None}}, {"odds", "weeks"}, ""),
        ({"effort_weeks": None}, {"arr", "odds"}, ""),
        ({"effort_weeks": 0}, {"arr", "odds", "weeks"}, "Work: 0 cannot divide; it must be above zero."),
        (
            {"custom_fields": {"arr": 1e14}},
            {"arr", "odds", "weeks"},
            "ARR at risk: 1e+14 is too large or too small to count with.",
        ),
    ],
)
def test_a_number_that_cannot_count_takes_its_own_candidate_out_and_says_why(
    alice: Member, value: ScoringModel, changes: dict[str, Any], cells: set[str], problem: str
) -> None:
    tour, sync = _initiatives(alice)
    scoring_round = _round(alice, value, tour, sync)
    _give_odds(alice, scoring_round, Tour=0.5, Sync=0.5)
    move_round(scoring_round, actor=alice, to=RoundState.REVEALED)

    _revise(alice, tour, **changes)

    place = _place(scoring_round, "Tour")
    assert (place.rank, set(place.cells), place.problem) == (None, cells, problem)
    assert _place(scoring_round, "Sync").rank == 1


def test_a_formula_of_what_is_read_alone_needs_no_raters(alice: Member, arr: CustomField) -> None:
    values = {"title": "ARR a week", "formula": "arr / weeks", "columns": [COLUMNS[0], COLUMNS[2]]}
    scoring_round = _round(alice, create_scoring_model(actor=alice, values=values), *_initiatives(alice))

    assert (_score(scoring_round, "Tour"), _score(scoring_round, "Sync")) == (500, 600)
    assert move_round(scoring_round, actor=alice, to=RoundState.REVEALED).state == RoundState.REVEALED


def test_a_ready_model_may_read_a_column_too_and_votes_are_read_like_any_number(alice: Member) -> None:
    columns = [
        {"key": "reach", "label": "Votes", "reads": "votes"},
        {"key": "effort", "label": "Work", "reads": "effort"},
    ]
    model = create_scoring_model(actor=alice, values={"title": "RICE", "formula": "rice", "columns": columns})
    tour = make_initiative(alice, "Tour", effort_weeks=2.5)
    scoring_round = _round(alice, model, tour)
    assert scoring_round.rated == ["impact", "confidence"]
    effort = _place(scoring_round, "Tour").cells["effort"]
    assert (effort["mean"], effort["raters"], effort["agreed"]) == (2.5, 0, None)
    assert _place(scoring_round, "Tour").cells["reach"]["mean"] == 0

    request = create_record(Request, actor=alice, values={"title": "Show me around", "ask": "Show me around."})
    create_link(actor=alice, kind=LinkKind.DERIVES_FROM, source=tour.node, target=request.node)

    assert _place(scoring_round, "Tour").cells["reach"]["mean"] == 1


def test_a_model_described_anew_reads_its_open_rounds_anew(alice: Member, value: ScoringModel) -> None:
    scoring_round = _round(alice, value, *_initiatives(alice))
    assert set(_place(scoring_round, "Tour").cells) == {"arr", "weeks"}

    columns = [COLUMNS[0], COLUMNS[1], {"key": "weeks", "label": "Work"}]
    revise_scoring_model(value, actor=alice, version=1, changes={"columns": columns})

    assert set(_place(scoring_round, "Tour").cells) == {"arr"}


def test_only_numbers_that_records_carry_can_be_read_and_a_field_in_use_stays(
    alice: Member, charlie: Member, arr: CustomField, value: ScoringModel
) -> None:
    create_field(actor=alice, key="tier", label="Tier", kind=FieldKind.TEXT)
    for reads in ("field.tier", "field.gone", "segment_accounts", "__class__"):
        columns = [{"key": "arr", "label": "ARR", "reads": reads}]
        with pytest.raises(ModelNotUsable) as refusal:
            create_scoring_model(actor=alice, values={"title": "Ours", "formula": "arr", "columns": columns})
        assert list(refusal.value.fields) == ["columns.arr"]
    with pytest.raises(FieldInUse, match="Value a week"):
        remove_field(actor=alice, field_id=arr.id)
    readable = ClientOf(alice).get("/api/prioritization/column-measures").json()
    assert {"name": "field.arr", "label": "ARR at risk", "unit": "", "kinds": ["initiative"]} in readable
    elsewhere = ClientOf(charlie).get("/api/prioritization/column-measures").json()
    assert {each["name"] for each in readable} - {each["name"] for each in elsewhere} == {"field.arr"}
    assert value.reads == {"arr": "field.arr", "weeks": "effort"}


def test_a_decision_waits_for_a_field_of_ones_own(alice: Member, arr: CustomField) -> None:
    tour = make_initiative(alice, "Tour", custom_fields={"arr": 1000})
    decision = decide(alice, tour.id, triggers=[on_reading("field.arr", 5000)])

    _revise(alice, tour, custom_fields={"arr": 6000})

    [trigger] = Decision.objects.get(pk=decision.pk).triggers.all()
    assert (trigger.fired_at is not None, trigger.fired_value) == (True, 6000)
    assert trigger.reading_name.startswith("ARR at risk")
