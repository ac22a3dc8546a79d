"""What follows from the public numbers of a round: scores, ranks, how firm they are, places, prices and lint."""

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

import numpy as np

from truenorth.domains.prioritization.rules.agreement import Agreement, CellSummary, summarize_cell
from truenorth.domains.prioritization.rules.ordering import (
    arrange,
    cost_column,
    find_cut,
    is_in_weeks,
    price_of_move,
)
from truenorth.domains.prioritization.rules.rounds import is_countable
from truenorth.engines import ranking

TOP = 5
ASKS_SHOWN = 5
FINDINGS_SHOWN = 50
PROBLEM_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is public in a round at one revision, by candidate: what people gave and agreed on, and what was read of
    the records. `declined` are those that were said no to.
    """

    round_id: UUID
    revision: int
    model: ranking.Model
    titles: Mapping[int, str]
    ratings: Mapping[int, Mapping[str, Sequence[float]]]
    agreed: Mapping[int, Mapping[str, float]]
    read: Mapping[int, Mapping[str, float]]
    overrides: Mapping[int, int]
    declined: Set[int]
    capacity_weeks: float | None
    capacity_count: int | None


@dataclass(slots=True)
class PlaceValues:
    candidate_id: int
    position: int | None = None
    rank: int | None = None
    score: float | None = None
    spread: float | None = None
    cost: float | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    p_top5: float | None = None
    p_fits: float | None = None
    is_split: bool = False
    problem: str = ""
    cells: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    swaps: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Computed:
    places: Sequence[PlaceValues]
    prices: Mapping[int, float | None]
    method: str
    asks: Sequence[Mapping[str, Any]]
    findings: Sequence[Mapping[str, Any]]


def compute_standing(numbers: Numbers) -> Computed:
    cells = _summarize(numbers)
    cost = cost_column(numbers.model)
    places = {each: _place(each, cells[each], cost) for each in numbers.titles}
    items, problems = _rankable(numbers, cells)
    for candidate_id, problem in problems.items():
        places[candidate_id].problem = problem[:PROBLEM_LENGTH]
    rated = [ranked for ranked in ranking.rank(items, numbers.model) if ranked.rank is not None]
    for one in rated:
        place = places[int(one.id)]
        place.score, place.rank, place.spread = one.score, one.rank, one.spread
    ranked = [places[int(one.id)] for one in rated]
    arranged = _arrange(ranked, numbers)
    firm = _firmness(items, numbers, fits=count_fitting(arranged, numbers), places=places)
    return Computed(
        places=list(places.values()),
        prices=_prices(ranked, numbers),
        method=firm.method,
        asks=[{**asdict(ask), "id": int(ask.id)} for ask in firm.asks[:ASKS_SHOWN]],
        findings=[_finding(found) for found in ranking.lint(items, numbers.model)[:FINDINGS_SHOWN]],
    )


def count_fitting(arranged: Sequence[PlaceValues], numbers: Numbers) -> int | None:
    """How many candidates capacity holds, those that were said no to left out."""
    weeks = numbers.capacity_weeks if is_in_weeks(cost_column(numbers.model)) else None
    costs = [place.cost for place in arranged if place.candidate_id not in numbers.declined]
    cut = find_cut(costs, weeks=weeks, count=numbers.capacity_count)
    return cut.fits if cut else None


def _summarize(numbers: Numbers) -> dict[int, dict[str, CellSummary]]:
    return {candidate_id: _summarize_one(numbers, candidate_id) for candidate_id in numbers.titles}


def _summarize_one(numbers: Numbers, candidate_id: int) -> dict[str, CellSummary]:
    given = numbers.ratings.get(candidate_id, {})
    agreed, read = numbers.agreed.get(candidate_id, {}), numbers.read.get(candidate_id, {})
    return {
        column.key: summarize_cell(
            given.get(column.key, ()), column, agreed=agreed.get(column.key), read=read.get(column.key)
        )
        for column in numbers.model.columns
        if given.get(column.key) or column.key in agreed or column.key in read
    }


def _place(candidate_id: int, cells: Mapping[str, CellSummary], cost: ranking.Column | None) -> PlaceValues:
    return PlaceValues(
        candidate_id,
        cost=cells[cost.key].value if cost and cost.key in cells else None,
        is_split=any(cell.agreement is Agreement.LOW and cell.agreed is None for cell in cells.values()),
        cells={key: asdict(cell) for key, cell in cells.items()},
    )


def _rankable(
    numbers: Numbers, cells: Mapping[int, Mapping[str, CellSummary]]
) -> tuple[list[ranking.Candidate], dict[int, str]]:
    """The candidates as the engine ranks them, and those whose numbers the formula has no value for, with why."""
    keys = [column.key for column in numbers.model.columns]
    problems = {each: words for each in numbers.titles if (words := _refuse_values(cells[each], numbers.model))}
    full = [each for each in numbers.titles if len(cells[each]) == len(keys) and each not in problems]
    means = {key: np.array([cells[each][key].value for each in full], np.float64) for key in keys}
    scores = np.broadcast_to(numbers.model.scores(means), len(full)) if full else np.array([])
    for each, score in zip(full, scores, strict=True):
        if not math.isfinite(score):
            given = ", ".join(f"{key} {cells[each][key].value:g}" for key in keys)
            problems[each] = f"The formula has no value with {given}."
    items = [
        ranking.Candidate(
            str(each),
            numbers.titles[each],
            {
                key: numbers.ratings[each][key] if cell.agreed is None and cell.raters else [cell.value]
                for key, cell in cells[each].items()
            },
        )
        for each in numbers.titles
        if each not in problems
    ]
    return items, problems


def _refuse_values(cells: Mapping[str, CellSummary], model: ranking.Model) -> str:
    """Why a number cannot count. People are told when they give it; what is read of a record comes as it is."""
    for column in model.columns:
        value = cells[column.key].value if column.key in cells else None
        if value is None:
            continue
        try:
            ranking.check_rating(value, column, model, item="")
        except ranking.RankingRefused as refusal:
            return f"{column.label}: {refusal.reason}."
        if not is_countable(value):
            return f"{column.label}: {value:g} is too large or too small to count with."
    return ""


def _arrange(ranked: Sequence[PlaceValues], numbers: Numbers) -> list[PlaceValues]:
    by_id = {place.candidate_id: place for place in ranked}
    arranged = arrange(list(by_id), {each: at for each, at in numbers.overrides.items() if each in by_id})
    for position, candidate_id in enumerate(arranged, start=1):
        by_id[candidate_id].position = position
    return [by_id[each] for each in arranged]


def _firmness(
    items: Sequence[ranking.Candidate], numbers: Numbers, *, fits: int | None, places: Mapping[int, PlaceValues]
) -> ranking.Stability:
    tops = (TOP, fits) if fits else (TOP,)
    firm = ranking.stability(items, numbers.model, tops=tops, cut=fits or None)
    for band in firm.bands:
        if band.top is not None:
            place = places[int(band.ranked.id)]
            place.rank_low, place.rank_high = band.low, band.high
            place.p_top5, place.p_fits = band.top[TOP], band.top[fits] if fits else None
    for swap in firm.swaps:
        places[int(swap.above)].swaps[swap.below] = swap.chance
    return firm


def _prices(ranked: Sequence[PlaceValues], numbers: Numbers) -> dict[int, float | None]:
    at = {place.candidate_id: index for index, place in enumerate(ranked)}
    return {
        candidate_id: price_of_move(ranked, at[candidate_id], place)
        for candidate_id, place in numbers.overrides.items()
        if candidate_id in at
    }


def _finding(found: ranking.Finding) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "columns": list(found.columns),
        "words": found.words,
        "candidate_id": int(found.item) if found.item else None,
    }
