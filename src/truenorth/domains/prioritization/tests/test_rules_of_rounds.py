import pytest

from truenorth.domains.prioritization.rules import (
    Agreement,
    CutBy,
    agreement_of,
    contributions,
    find_cut,
    find_flip,
    find_outliers,
    price_of_move,
    price_unit,
    summarize_cell,
)
from truenorth.domains.prioritization.rules.ordering import arrange
from truenorth.domains.prioritization.rules.standing import PlaceValues
from truenorth.engines.ranking import COST_OF_DELAY, RICE, WSJF, Column

EFFORT = WSJF.columns[3]
REACH = Column("reach", "Reach", scale=None)
TOUR = {"user_value": 13.0, "business_value": 8.0, "risk_reduction": 5.0, "effort": 3.0}
BUTTON = {"user_value": 5.0, "business_value": 13.0, "risk_reduction": 2.0, "effort": 5.0}


@pytest.mark.parametrize(
    ("notches", "agreement"), [(0, "high"), (1, "high"), (1.5, "medium"), (2, "medium"), (3, "low"), (6, "low")]
)
def test_agreement_is_high_up_to_one_notch_and_low_from_three(notches: float, agreement: str) -> None:
    assert agreement_of(notches) == agreement


def test_a_cell_counts_its_numbers_and_measures_them_in_steps_of_the_scale() -> None:
    cell = summarize_cell([3, 3, 8, 13], EFFORT)

    assert (cell.mean, cell.low, cell.high, cell.notches) == (6.75, 3, 13, 3)
    assert (cell.agreement, cell.tally) == (Agreement.LOW, [(3, 2), (8, 1), (13, 1)])
    assert summarize_cell([3], EFFORT).agreement is None


def test_a_free_number_is_a_notch_away_at_five_quarters() -> None:
    assert summarize_cell([80, 100, 125], REACH).notches == pytest.approx(2)
    assert summarize_cell([0, 10], REACH).agreement is Agreement.LOW


def test_whoever_stands_two_notches_from_the_median_is_an_outlier() -> None:
    assert find_outliers({"ann": 3, "ben": 5, "cem": 5, "dea": 13}, EFFORT) == ["dea"]
    assert find_outliers({"ann": 3}, EFFORT) == []


def test_the_shares_of_the_columns_sum_to_the_gap() -> None:
    shares = contributions(TOUR, BUTTON, WSJF)

    assert shares is not None
    assert sum(shares.values()) == pytest.approx(WSJF.score(TOUR) - WSJF.score(BUTTON))
    assert shares["business_value"] < 0 < shares["effort"]


def test_the_value_that_flips_the_order_gives_the_same_score() -> None:
    target = WSJF.score(BUTTON)
    flip = find_flip(TOUR, EFFORT, WSJF, target=target)

    assert flip is not None
    assert flip.at == pytest.approx(26 / 4)
    assert WSJF.score({**TOUR, "effort": flip.at}) == pytest.approx(target)


def test_what_no_value_can_turn_has_no_flip() -> None:
    assert find_flip(TOUR, WSJF.columns[0], WSJF, target=1e9) is None


def test_whoever_is_placed_by_hand_stands_there_and_the_rest_keep_their_order() -> None:
    assert arrange(["a", "b", "c", "d"], {"d": 1}) == ["d", "a", "b", "c"]
    assert arrange(["a", "b", "c", "d"], {"a": 3, "d": 1}) == ["d", "b", "a", "c"]


def test_the_price_is_the_delay_that_the_manual_order_adds() -> None:
    works = [PlaceValues(1, score=4, cost=2), PlaceValues(2, score=3, cost=1), PlaceValues(3, score=1, cost=5)]

    def delay(order: list[int]) -> float:
        ended, total = 0.0, 0.0
        for each in (works[at] for at in order):
            ended += each.cost or 0
            total += (each.score or 0) * (each.cost or 0) * ended
        return total

    assert price_of_move(works, 2, 1) == pytest.approx(delay([2, 0, 1]) - delay([0, 1, 2]))
    assert price_of_move(works, 0, 3) == pytest.approx(delay([1, 2, 0]) - delay([0, 1, 2]))
    assert price_of_move(works, 1, 2) == 0


def test_a_price_needs_something_that_stands_for_time() -> None:
    assert price_of_move([PlaceValues(1, score=4), PlaceValues(2, score=3)], 1, 1) is None
    assert (price_unit(COST_OF_DELAY), price_unit(WSJF)) == ("money", "points \u00d7 weeks")
    assert price_unit(RICE) == "points \u00d7 weeks"


def test_the_cut_is_before_the_first_that_does_not_fit() -> None:
    cut = find_cut([4, 5, 8, 1], weeks=10, count=None)

    assert cut is not None
    assert (cut.by, cut.used, cut.fits, cut.next_cost) == (CutBy.WEEKS, 9, 2, 8)
    by_count = find_cut([None, None], weeks=None, count=1)
    assert by_count is not None
    assert (by_count.fits, by_count.used) == (1, 1)
    assert find_cut([1], weeks=None, count=None) is None
