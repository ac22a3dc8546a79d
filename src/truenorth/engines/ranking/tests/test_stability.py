"""The draws against a slow simulation in plain Python, and what must not change them."""

import math
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.ranking import (
    ICE,
    RICE,
    WSJF,
    Candidate,
    Column,
    Model,
    OutOfRange,
    Stability,
    custom_model,
    notches,
    stability,
)
from truenorth.engines.ranking.models import FIBONACCI

DRAWS = 2_500
Ratings = Sequence[Sequence[float]]


def listed(rows: Sequence[Ratings], model: Model = WSJF) -> list[Candidate]:
    return [
        Candidate(f"i{n}", f"Item {n}", {column.key: list(x) for column, x in zip(model.columns, row, strict=True)})
        for n, row in enumerate(rows)
    ]


def drawn_rows(dice: random.Random, items: int, raters: int = 1) -> list[list[list[float]]]:
    return [[[dice.choice(FIBONACCI) for _ in range(raters)] for _ in range(4)] for _ in range(items)]


class SlowSimulation:
    """The definition, word by word: lists, loops and a generator of its own."""

    def __init__(self, items: Sequence[Candidate], model: Model, *, top: int, draws: int) -> None:
        dice = random.Random(20)
        self.ranks: dict[str, list[int]] = {item.id: [] for item in items}
        self.shares = dict.fromkeys(self.ranks, 0.0)
        self.above: dict[tuple[str, str], int] = {}
        for _ in range(draws):
            scores = {item.id: self.score(item, model, dice) for item in items}
            for one, score in scores.items():
                higher = sum(other > score * (1 + 1e-10) for other in scores.values())
                equal = sum(abs(other - score) <= abs(score) * 1e-10 for other in scores.values())
                self.ranks[one].append(higher + 1)
                self.shares[one] += min(1.0, max(0.0, (top - higher) / equal)) / draws
                for other, their in scores.items():
                    self.above[one, other] = self.above.get((one, other), 0) + (score > their * (1 + 1e-10))

    @staticmethod
    def score(item: Candidate, model: Model, dice: random.Random) -> float:
        means = {}
        for column in model.columns:
            ratings = item.ratings[column.key]
            asked = [dice.choice(ratings) for _ in ratings]
            means[column.key] = sum(dice.choice(notches(rating, column)) for rating in asked) / len(asked)
        return model.score(means)

    def quantile(self, id_: str, share: float) -> float:
        return sorted(self.ranks[id_])[int(share * len(self.ranks[id_]))]


@pytest.mark.parametrize(("raters", "model"), [(1, WSJF), (3, WSJF), (1, RICE), (2, ICE)])
def test_the_draws_agree_with_a_slow_simulation(raters: int, model: Model) -> None:
    rows = [row[: len(model.columns)] for row in drawn_rows(random.Random(7), 10, raters)]
    items = listed(rows, model)
    slow = SlowSimulation(items, model, top=5, draws=DRAWS)
    found = stability(items, model, draws=20_000)
    for band in found.bands:
        one = band.ranked
        assert band.top
        assert band.low
        assert band.high
        assert band.top[5] == pytest.approx(slow.shares[one.id], abs=0.04)
        assert slow.quantile(one.id, 0.06) <= band.low <= slow.quantile(one.id, 0.14)
        assert slow.quantile(one.id, 0.86) <= band.high <= slow.quantile(one.id, 0.94)
    order = [band.ranked.id for band in found.bands]
    chances = {(swap.above, swap.below): swap.chance for swap in found.swaps}
    for place, above in enumerate(order):
        for below in order[place + 1 : place + 6]:
            assert chances.pop((above, below), 0.0) == pytest.approx(slow.above[below, above] / DRAWS, abs=0.04)
    assert chances == {}


def test_two_candidates_are_worked_out_exactly() -> None:
    """2/1 draws 1, 2 or 3 over 1, 1 or 2; 3/2 draws 2, 3 or 5 over 1, 2 or 3: all 81 cases counted."""
    model = custom_model("a / b", [Column("a", "A"), Column("b", "B")])
    items = listed([[[2.0], [1.0]], [[3.0], [2.0]]], model)
    firsts = [a / b for a in (1, 2, 3) for b in (1, 1, 2)]
    seconds = [a / b for a in (2, 3, 5) for b in (1, 2, 3)]
    higher = sum(theirs > ours for ours in firsts for theirs in seconds) / 81
    level = sum(theirs == ours for ours in firsts for theirs in seconds) / 81
    found = stability(items, model, tops=(1,), draws=60_000)
    assert found.swaps[0].chance == pytest.approx(higher, abs=0.008)
    assert found.bands[1].top
    assert found.bands[1].top[1] == pytest.approx(higher + level / 2, abs=0.008)


def test_a_notch_stays_on_the_scale_and_free_numbers_move_by_a_fifth_and_a_quarter() -> None:
    effort, reach = WSJF.columns[3], RICE.columns[0]
    assert [notches(x, effort) for x in (1, 8, 20)] == [(1, 1, 2), (5, 8, 13), (13, 20, 20)]
    assert [notches(x, effort) for x in (4, 0.5, 40)] == [(3, 4, 5), (0.5, 0.5, 1), (20, 40, 40)]
    assert notches(100, reach) == (80, 100, 125)


def test_the_same_seed_gives_the_same_answer_and_another_another() -> None:
    items = listed(drawn_rows(random.Random(1), 15))
    assert stability(items, WSJF, draws=500) == stability(items, WSJF, draws=500)
    assert stability(items, WSJF, draws=500, seed=2).bands != stability(items, WSJF, draws=500).bands


def test_the_answer_does_not_depend_on_the_number_of_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    items = listed(drawn_rows(random.Random(2), 30))
    before = stability(items, WSJF, draws=1_000)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert stability(items, WSJF, draws=1_000) == before


RATING = st.sampled_from(FIBONACCI)
ROWS = st.lists(st.tuples(*[st.lists(RATING, min_size=1, max_size=3)] * 4), min_size=1, max_size=8)


def bands(found: Stability) -> dict[str, tuple[object, ...]]:
    return {band.ranked.id: (band.ranked.rank, band.low, band.high, band.top) for band in found.bands}


@settings(max_examples=30, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_of_raters_changes_anything(
    rows: list[tuple[list[float], ...]], dice: random.Random
) -> None:
    items = listed(rows)
    shuffled = [
        Candidate(one.id, one.title, {key: dice.sample(list(r), len(r)) for key, r in one.ratings.items()})
        for one in dice.sample(items, len(items))
    ]
    assert stability(shuffled, WSJF, draws=300) == stability(items, WSJF, draws=300)


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_an_item_that_never_comes_near_moves_nobodys_band(rows: list[tuple[list[float], ...]]) -> None:
    items = listed(rows)
    model = custom_model("user_value + business_value + risk_reduction - effort", WSJF.columns)
    worst = Candidate(
        "worst", "~", {"user_value": [-9], "business_value": [-9], "risk_reduction": [-9], "effort": [99]}
    )
    before, after = (bands(stability(each, model, draws=300)) for each in (items, [*items, worst]))
    assert after.pop("worst")[1:3] == (len(items) + 1, len(items) + 1)
    assert {key: band[:3] for key, band in after.items()} == {key: band[:3] for key, band in before.items()}


@settings(max_examples=30, deadline=None)
@given(ROWS, st.sampled_from([0.25, 2.0, 1024.0]))
def test_a_column_of_a_product_in_another_unit_changes_no_band(
    rows: list[tuple[list[float], ...]], factor: float
) -> None:
    items = listed(rows, RICE)
    other = [
        Candidate(one.id, one.title, {**one.ratings, "reach": [x * factor for x in one.ratings["reach"]]})
        for one in items
    ]
    assert bands(stability(other, RICE, draws=300)) == bands(stability(items, RICE, draws=300))


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_seats_are_all_taken_and_bands_lie_in_the_list(rows: list[tuple[list[float], ...]]) -> None:
    found = stability(listed(rows), WSJF, tops=(1, 3), draws=200)
    for seats in (1, 3):
        assert sum(band.top[seats] for band in found.bands if band.top) == pytest.approx(min(seats, len(rows)))
    assert all(band.low and band.high and 1 <= band.low <= band.high <= len(rows) for band in found.bands)


def test_equal_candidates_share_ranks_and_seats() -> None:
    found = stability(listed([[[3.0]] * 4] * 10), WSJF, tops=(5,))
    assert {band.ranked.rank for band in found.bands} == {1}
    assert all(band.top and band.top[5] == pytest.approx(0.5, abs=0.02) for band in found.bands)


def test_one_candidate_is_always_first() -> None:
    found = stability(listed([[[3.0]] * 4]), WSJF)
    assert (found.bands[0].low, found.bands[0].high, found.bands[0].top) == (1, 1, {5: 1.0})
    assert found.swaps == ()
    assert {ask.places for ask in found.asks} == {0.0}


def test_whoever_is_not_fully_rated_has_no_band_and_moves_nobody() -> None:
    items = listed(drawn_rows(random.Random(3), 6))
    half = Candidate("half", "Half", {"user_value": [20]})
    with_half = stability([half, *items], WSJF, draws=400)
    assert with_half.bands[-1].ranked.id == "half"
    assert (with_half.bands[-1].low, with_half.bands[-1].top) == (None, None)
    assert with_half.bands[:-1] == stability(items, WSJF, draws=400).bands
    assert stability([half], WSJF).method == "Nothing is fully rated."
    assert stability([], WSJF).bands == ()


def test_more_raters_who_agree_make_a_firmer_rank() -> None:
    rows = drawn_rows(random.Random(4), 20)
    widths = []
    for raters in (1, 4, 200):
        found = stability(listed([[numbers * raters for numbers in row] for row in rows]), WSJF, draws=2_000)
        widths.append(sum((band.high or 0) - (band.low or 0) for band in found.bands))
    assert widths[0] > widths[1] > widths[2]


def test_many_raters_shrink_the_spread_as_their_number_says() -> None:
    """With R raters of one number the mean's standard deviation is that of one notch by the root of R."""
    model = custom_model("a")
    raters = 6_400
    near = [Candidate("high", "High", {"a": [100.0] * raters}), Candidate("low", "Low", {"a": [99.9] * raters})]
    sd = ((80 - 305 / 3) ** 2 + (100 - 305 / 3) ** 2 + (125 - 305 / 3) ** 2) ** 0.5 / 3**0.5
    apart = 0.1 * 305 / 300 / (2**0.5 * sd / raters**0.5)
    expected = 0.5 * (1 - math.erf(apart / 2**0.5))
    assert stability(near, model, draws=40_000).swaps[0].chance == pytest.approx(expected, abs=0.015)


def test_an_outlier_among_free_numbers_stays_first_and_rescales_nothing() -> None:
    rows = [[[float(n)], [1.0], [1.0]] for n in range(1, 8)]
    before = bands(stability(listed(rows, ICE), ICE, tops=(7,), draws=500))
    after = stability(
        [*listed(rows, ICE), Candidate("x", "X", {"impact": [1e9], "confidence": [1.0], "ease": [1.0]})],
        ICE,
        tops=(7,),
        draws=500,
    )
    assert (after.bands[0].low, after.bands[0].high) == (1, 1)
    assert {key: (band[1], band[2]) for key, band in bands(after).items() if key != "x"} == {
        key: (band[1] + 1, band[2] + 1)  # type: ignore[operator] # all have a band
        for key, band in before.items()
    }


def test_a_score_without_value_in_a_draw_stands_last_in_it() -> None:
    model = custom_model("1 / (a - 8)")
    found = stability([Candidate("edge", "Edge", {"a": [10.0]}), Candidate("far", "Far", {"a": [100.0]})], model)
    assert found.bands[0].ranked.id == "edge"
    assert found.bands[0].top


@pytest.mark.parametrize(
    "wrong", [{"draws": 0}, {"draws": 10**7}, {"tops": ()}, {"tops": (0,)}, {"cut": 0}, {"seed": -1}]
)
def test_what_cannot_be_drawn_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(OutOfRange):
        stability(listed([[[3.0]] * 4]), WSJF, **wrong)  # type: ignore[arg-type] # wrong on purpose


def test_long_lists_round_their_bands_outward_and_say_so() -> None:
    model = custom_model("a")
    items = [Candidate(f"{n:05}", f"{n:05}", {"a": [1.0 + n]}) for n in range(6_000)]
    found = stability(items, model, draws=16)
    assert "rounded outward to 3 ranks" in found.method
    assert all((band.low or 0) % 3 == 1 and (band.high or 0) % 3 == 0 for band in found.bands)


# What is asked once more


def test_the_estimate_to_ask_again_is_the_one_that_moves_its_item_most() -> None:
    model = custom_model("steady + 100 * shaky")
    items = [Candidate(f"i{n}", f"Item {n}", {"steady": [5.0 + n], "shaky": [1.0 + n / 50]}) for n in range(12)]
    found = stability(items, model, cut=6)
    assert {ask.column for ask in found.asks[:10]} == {"shaky"}
    assert found.asks[0].places > 3 * max(ask.places for ask in found.asks if ask.column == "steady")


def test_only_items_around_the_cut_line_are_asked_again() -> None:
    items = listed(drawn_rows(random.Random(5), 40))
    found = stability(items, WSJF, cut=20, draws=500)
    around = {band.ranked.id for band in found.bands[15:25]}
    assert {ask.id for ask in found.asks} == around


def test_asking_again_agrees_with_new_simulations() -> None:
    """Holding an estimate at each of its numbers in turn moves the mean rank as the regression said."""
    items = listed(drawn_rows(random.Random(6), 12))
    ask = stability(items, WSJF, draws=20_000).asks[0]
    column = next(column for column in WSJF.columns if column.key == ask.column)
    dice = random.Random(8)
    asked = next(item for item in items if item.id == ask.id)
    numbers = notches(asked.ratings[ask.column][0], column)
    mean_ranks = []
    for number in numbers:
        ranks = []
        for _ in range(1_000):
            scores = {}
            for item in items:
                means = {
                    key: dice.choice(notches(r[0], WSJF.columns[place]))
                    for place, (key, r) in enumerate(item.ratings.items())
                }
                if item is asked:
                    means[ask.column] = number
                scores[item.id] = WSJF.score(means)
            ranks.append(1 + sum(score > scores[ask.id] for score in scores.values()))
        mean_ranks.append(sum(ranks) / len(ranks))
    mean = sum(numbers) / 3
    variance = sum((x - mean) ** 2 for x in numbers) / 3
    middle = sum(mean_ranks) / 3
    slope = sum((x - mean) * (r - middle) for x, r in zip(numbers, mean_ranks, strict=True)) / 3 / variance
    assert ask.places == pytest.approx(abs(slope) * variance**0.5, abs=0.12)
