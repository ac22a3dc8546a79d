from datetime import date, timedelta

import pytest

from truenorth.domains.engineering.errors import ReadingAhead
from truenorth.domains.engineering.factories import make_constraint, make_debt
from truenorth.domains.engineering.models import Debt, DebtReading
from truenorth.domains.engineering.rules import ConstraintState, TrendDirection
from truenorth.domains.engineering.selectors import get_debt, get_register, list_readings
from truenorth.domains.engineering.services import put_debt_up, read_debt, revise_debt
from truenorth.domains.graph.errors import NodeMissing, StaleVersion
from truenorth.domains.graph.services import archive_nodes, create_record
from truenorth.domains.kit.errors import Forbidden, Invalid
from truenorth.domains.prioritization.factories import make_round, make_subject
from truenorth.domains.prioritization.models import Candidate, Score, ScoringModel, ScoringRound
from truenorth.domains.prioritization.rules import RoundState
from truenorth.domains.prioritization.selectors import find_latest_scores
from truenorth.domains.prioritization.services import (
    add_candidates,
    create_round,
    move_round,
    save_scores,
    settle_round,
)
from truenorth.domains.workspace.models import AuditRow, Member
from truenorth.domains.workspace.services import revise_workspace


def _read(actor: Member, debt: Debt, on: date, hours: float) -> Debt:
    return read_debt(debt.id, actor=actor, version=get_debt(actor, debt.id).version, on=on, interest_hours=hours)


def _money_round(actor: Member) -> ScoringRound:
    model = create_record(ScoringModel, actor=actor, values={"title": "Money", "formula": "cost_of_delay"})
    return create_round(actor=actor, values={"title": "In money", "scoring_model_id": model.id})


def test_the_register_names_what_is_near_passed_or_stale_and_nothing_else(alice: Member) -> None:
    today = alice.workspace.today()
    make_constraint(alice, "Free")
    make_constraint(alice, "Near", used=500)
    make_constraint(alice, "Passed", used=601)
    make_constraint(alice, "Stale", checked_on=today - timedelta(days=90))
    make_constraint(alice, "Unmeasured", used=None)
    gone = make_constraint(alice, "Archived", used=900)
    archive_nodes(actor=alice, ids=[gone.id])

    register = get_register(alice)

    assert [each.title for each in register.constraints] == ["Passed", "Near", "Stale"]
    assert register.constraint_counts == {
        ConstraintState.FREE: 2,
        ConstraintState.NEAR: 1,
        ConstraintState.OVER: 1,
        ConstraintState.UNKNOWN: 1,
    }
    assert register.stale_count == 1


def test_a_limit_below_zero_is_refused(alice: Member) -> None:
    with pytest.raises(Invalid) as refusal:
        make_constraint(alice, limit=-1)

    assert list(refusal.value.fields) == ["limit"]


def test_debts_stand_by_what_they_cost_at_the_rate_of_the_workspace_or_their_own(olga: Member) -> None:
    revise_workspace(actor=olga, changes={"hourly_cost": 100})
    make_debt(olga, "Cheap", interest_hours=1)
    make_debt(olga, "Dear", interest_hours=2, hourly_rate=500)
    make_debt(olga, "Unknown", interest_hours=None)

    register = get_register(olga)

    assert [(each.title, each.price.cost_of_delay) for each in register.debts] == [
        ("Dear", 1000),
        ("Cheap", 100),
        ("Unknown", None),
    ]
    assert (register.interest_hours, register.cost_of_delay, register.currency) == (3, 1100, "EUR")


def test_a_change_of_a_debts_numbers_is_a_reading_and_a_change_of_its_words_is_none(alice: Member) -> None:
    debt = make_debt(alice)
    debt = revise_debt(debt, actor=alice, version=1, changes={"title": "Merging loses names"})
    debt = revise_debt(debt, actor=alice, version=2, changes={"interest_hours": 20})

    assert [each.interest_hours for each in list_readings(debt)] == [12, 20]


def test_an_old_reading_joins_the_history_and_leaves_the_debt_as_it_is(alice: Member) -> None:
    today = alice.workspace.today()
    debt = make_debt(alice)

    debt = _read(alice, debt, today - timedelta(days=60), 4)

    assert debt.interest_hours == 12
    assert debt.trend.direction is TrendDirection.GROWS
    assert [(each.on, each.interest_hours) for each in list_readings(debt)] == [
        (today - timedelta(days=60), 4),
        (today, 12),
    ]


def test_the_latest_reading_is_what_the_debt_says(alice: Member) -> None:
    debt = _read(alice, make_debt(alice), alice.workspace.today(), 3)

    assert (debt.interest_hours, debt.principal_days, debt.version) == (3, 6, 2)
    row = AuditRow.objects.filter(target_id=debt.id, action="read").get()
    assert row.changes == {"interest_hours": [12, 3]}


def test_a_reading_of_tomorrow_or_of_a_stale_version_is_refused(alice: Member) -> None:
    debt, today = make_debt(alice), alice.workspace.today()

    with pytest.raises(ReadingAhead):
        _read(alice, debt, today + timedelta(days=2), 3)
    with pytest.raises(StaleVersion):
        read_debt(debt.id, actor=alice, version=7, on=today, interest_hours=3)

    assert DebtReading.objects.count() == 1


def test_a_debt_competes_in_money_with_its_numbers_filled_in(alice: Member) -> None:
    debt, scoring_round = make_debt(alice), _money_round(alice)
    [other] = add_candidates(scoring_round, actor=alice, ids=[make_subject(alice).id])
    save_scores(scoring_round, actor=alice, candidate_id=other.id, values={"cost_of_delay": 500, "duration": 2})

    candidate, values = put_debt_up(debt.id, actor=alice, round_id=scoring_round.id)

    assert values == {"cost_of_delay": 960, "duration": 1.2}
    assert candidate.reasons.get().words.startswith("12 hours a week at 80 EUR an hour cost 960 EUR a week.")
    move_round(scoring_round, actor=alice, to=RoundState.REVEALED)
    settle_round(scoring_round.pk)
    latest = find_latest_scores([debt.id])[debt.id]
    assert latest.ranked.rank == 1
    assert latest.ranked.score == pytest.approx(800)


def test_a_debt_competes_without_numbers_where_the_model_has_no_money(alice: Member) -> None:
    debt, scoring_round = make_debt(alice), make_round(alice)

    _, values = put_debt_up(debt.id, actor=alice, round_id=scoring_round.id)

    assert values == {}
    assert Candidate.objects.filter(scoring_round=scoring_round, node_id=debt.id).exists()


def test_a_number_that_stands_there_is_not_written_over(alice: Member) -> None:
    debt, scoring_round = make_debt(alice), _money_round(alice)
    candidate, _ = put_debt_up(debt.id, actor=alice, round_id=scoring_round.id)
    save_scores(scoring_round, actor=alice, candidate_id=candidate.id, values={"duration": 3})

    again, values = put_debt_up(debt.id, actor=alice, round_id=scoring_round.id)

    assert (again.id, values) == (candidate.id, {})
    assert Score.objects.get(candidate=candidate, column="duration").value == 3


def test_a_contributor_puts_nothing_up_and_nobody_in_a_strange_round(
    alice: Member, connie: Member, charlie: Member
) -> None:
    debt, scoring_round = make_debt(alice), _money_round(alice)
    elsewhere = create_round(actor=charlie, values={"title": "Theirs"})

    with pytest.raises(Forbidden):
        put_debt_up(debt.id, actor=connie, round_id=scoring_round.id)
    with pytest.raises(NodeMissing):
        put_debt_up(debt.id, actor=alice, round_id=elsewhere.id)

    assert not Candidate.objects.exists()
