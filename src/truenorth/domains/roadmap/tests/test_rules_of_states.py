import itertools

import pytest

from truenorth.domains.roadmap.rules import (
    BetReading,
    Case,
    Effect,
    HypothesisFact,
    InitiativeOutcome,
    State,
    check_commit,
    check_win,
    find_move,
    heed,
    insert_at,
    list_missing,
    list_moves,
)

LONG_TERM_OPEN = BetReading(
    title="Guided tour, six weeks",
    is_win=False,
    headline="Not a win",
    sentence="Completion is better, but 30-day retention is undecided.",
)
WON = BetReading(title="Invites", is_win=True, headline="A win", sentence="Active teams is better.")


def test_only_the_named_moves_are_allowed() -> None:
    onward = {state: {(move.to, move.outcome) for move in list_moves(state)} for state in State}

    assert onward[State.IDEA] == {(State.CANDIDATE, None), (State.CLOSED, InitiativeOutcome.DROPPED)}
    assert (State.COMMITTED, None) not in onward[State.IDEA]
    assert all((State.CLOSED, InitiativeOutcome.WIN) not in onward[s] for s in State if s is not State.SHIPPED)


def test_a_dropped_initiative_comes_back_as_a_candidate_and_another_to_where_it_was_shipped() -> None:
    for outcome, to in [(InitiativeOutcome.DROPPED, State.CANDIDATE), (InitiativeOutcome.WIN, State.SHIPPED)]:
        move = find_move(State.CLOSED, outcome, to=to, with_outcome=None)
        assert move is not None
        assert move.needs_reason


def test_every_close_and_every_step_back_asks_for_a_reason() -> None:
    order = list(State)
    for state, outcome in itertools.product(State, [None, *InitiativeOutcome]):
        for move in list_moves(state, outcome):
            goes_back = order.index(move.to) < order.index(state)
            assert move.needs_reason == (goes_back or move.to is State.CLOSED)


def test_the_gate_names_what_is_missing() -> None:
    loose = HypothesisFact(title="People skip the tour", has_threshold=False, is_tested=False)

    missing = list_missing(check_commit(Case(hypotheses=[loose])))

    assert [check.code for check in missing] == ["evidence", "hypothesis"]
    assert "People skip the tour" in missing[1].detail


@pytest.mark.parametrize(("has_threshold", "is_tested"), [(True, False), (False, True)])
def test_the_gate_takes_a_threshold_or_a_test(has_threshold: bool, is_tested: bool) -> None:  # noqa: FBT001
    fact = HypothesisFact(title="People skip the tour", has_threshold=has_threshold, is_tested=is_tested)

    assert list_missing(check_commit(Case(evidence=1, hypotheses=[fact]))) == []


def test_a_bet_is_no_win_while_its_long_term_metric_is_open() -> None:
    [check] = list_missing(check_win(Case(readings=[LONG_TERM_OPEN])))

    assert "30-day retention is undecided" in check.detail


def test_one_experiment_that_speaks_against_it_is_enough_to_refuse_a_win() -> None:
    assert len(list_missing(check_win(Case(readings=[WON, LONG_TERM_OPEN])))) == 1
    assert list_missing(check_win(Case(readings=[WON]))) == []


def test_a_bet_that_nothing_measured_is_no_win() -> None:
    assert [check.code for check in list_missing(check_win(Case()))] == ["measured"]


def test_a_yes_goes_as_far_as_the_gate_lets_it() -> None:
    assert heed("yes", state=State.IDEA, outcome=None, is_gate_met=False) == Effect(state=State.CANDIDATE)
    assert heed("yes", state=State.CANDIDATE, outcome=None, is_gate_met=True) == Effect(state=State.COMMITTED)
    assert heed("yes", state=State.CLOSED, outcome=InitiativeOutcome.DROPPED, is_gate_met=False) == Effect(
        state=State.CANDIDATE
    )
    assert heed("yes", state=State.BUILDING, outcome=None, is_gate_met=True) is None


def test_a_no_drops_what_waits_and_leaves_what_is_under_way_to_a_person() -> None:
    dropped = Effect(state=State.CLOSED, outcome=InitiativeOutcome.DROPPED, leaves_board=True)

    assert heed("no", state=State.COMMITTED, outcome=None, is_gate_met=True) == dropped
    assert heed("no", state=State.BUILDING, outcome=None, is_gate_met=True) is None


def test_not_now_takes_it_off_the_board_and_keeps_it_a_candidate() -> None:
    effect = heed("not_now", state=State.COMMITTED, outcome=None, is_gate_met=True)

    assert effect == Effect(state=State.CANDIDATE, leaves_board=True)


def test_a_card_is_put_where_it_was_dropped() -> None:
    assert insert_at(["a", "b", "c"], "c", 0) == ["c", "a", "b"]
    assert insert_at(["a", "b", "c"], "a", 2) == ["b", "c", "a"]
    assert insert_at(["a"], "b", 99) == ["a", "b"]
