"""How firm the ranks are: the list made again many times over, with other raters and a notch of noise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from truenorth.engines.ranking.asking import Ask, ask_again
from truenorth.engines.ranking.errors import OutOfRange
from truenorth.engines.ranking.models import Model
from truenorth.engines.ranking.noise import lay_out
from truenorth.engines.ranking.scoring import Candidate, Ranked, rank

if TYPE_CHECKING:
    from truenorth.engines.ranking.drawing import Counted, Plan

MOST_DRAWS = 60_000
_TAIL = 0.1


@dataclass(frozen=True, slots=True)
class Band:
    """A candidate with the ranks that it may have: `low` (the better) to `high` in 80 % of the draws.

    `top` holds, for each number of seats asked for, the chance to be among the first so many. A candidate
    that is not fully rated has no band.
    """

    ranked: Ranked
    low: int | None = None
    high: int | None = None
    top: Mapping[int, float] | None = None


@dataclass(frozen=True, slots=True)
class Swap:
    """Two candidates at most five places apart, and the chance that the lower one is really above."""

    above: str
    below: str
    chance: float


@dataclass(frozen=True, slots=True)
class Stability:
    """The ranked list with its bands, the neighbours that may swap, and what is best asked once more.

    `bands` stand in the order of `rank`. `swaps` lists every pair with a chance above zero, from the top down.
    `asks` holds the estimates around the cut line, the one whose change alters the order most first.
    """

    bands: tuple[Band, ...]
    swaps: tuple[Swap, ...]
    asks: tuple[Ask, ...]
    method: str


def stability(
    items: Iterable[Candidate],
    model: Model,
    *,
    tops: Sequence[int] = (5,),
    cut: int | None = None,
    draws: int = 10_000,
    seed: int = 1,
) -> Stability:
    """Rank, and draw the whole list anew `draws` times to see which ranks hold.

    In each draw every estimate is given again by as many raters, picked with replacement from its own, and each of
    these numbers moves one notch down, stays, or moves one up with equal chance: a step of the column's scale, which
    ends at its ends, or a factor of 0.8 or 1.25 for free numbers. The score is computed from the means anew.
    Equal scores share a rank, and share the last seats among the first `tops` evenly. `cut` is how many candidates
    stand above the cut line (the first of `tops` by default). A candidate's chance depends on its id and the
    seed alone: another order of rows changes nothing, nor does another number of processors.

    Above 4,096 candidates the ends of a band are rounded outward to a bin of ranks; `method` says to how many.
    Needs numba. Raises what `rank` raises, and OutOfRange.

    >>> from truenorth.engines.ranking import WSJF
    >>> keys = ("user_value", "business_value", "risk_reduction", "effort")
    >>> rows = {"Tour": (13, 8, 5, 3), "Button": (5, 13, 2, 5), "Import": (8, 5, 3, 3), "Theme": (3, 1, 1, 8)}
    >>> items = [Candidate(t, t, {k: [n] for k, n in zip(keys, row)}) for t, row in rows.items()]
    >>> for band in stability(items, WSJF, tops=(1,)).bands:
    ...     print(band.ranked.rank, band.ranked.title, (band.low, band.high), round(band.top[1], 1))
    1 Tour (1, 2) 0.7
    2 Import (1, 3) 0.2
    3 Button (2, 3) 0.1
    4 Theme (4, 4) 0.0
    """
    _check(tops, cut, draws, seed)
    given = list(items)
    ranked = rank(given, model)
    rated = [one for one in ranked if not one.missing]
    if not rated:
        return Stability(tuple(Band(one) for one in ranked), (), (), "Nothing is fully rated.")
    from truenorth.engines.ranking.drawing import Plan, count_draws

    by_id = {item.id: item for item in given}
    line = min(cut or tops[0], len(rated))
    plan = Plan(model, lay_out([by_id[one.id] for one in rated], model, seed=seed), tuple(tops), line)
    counted = count_draws(plan, draws)
    return Stability(
        bands=(*_bands(rated, plan, counted, draws), *(Band(one) for one in ranked if one.missing)),
        swaps=tuple(_swaps(rated, counted, draws)),
        asks=ask_again(rated[plan.window], model, *counted.around_the_line(), cut=line),
        method=_method(plan, draws, seed),
    )


def _check(tops: Sequence[int], cut: int | None, draws: int, seed: int) -> None:
    if not 1 <= draws <= MOST_DRAWS:
        raise OutOfRange(f"must be 1 to {MOST_DRAWS:,}, not {draws:,}", field="draws")
    if not 0 <= seed < 2**64:
        raise OutOfRange("must be 0 or above, and have at most 64 bits", field="seed")
    if not tops or min(tops) < 1:
        raise OutOfRange("must be 1 or more", field="tops")
    if cut is not None and cut < 1:
        raise OutOfRange("must be 1 or more", field="cut")


def _bands(rated: Sequence[Ranked], plan: "Plan", counted: "Counted", draws: int) -> list[Band]:
    below = np.cumsum(counted.ranks, axis=1, dtype=np.uint32)
    low, high = ((below < share * draws).sum(axis=1) for share in (_TAIL, 1 - _TAIL))
    lows, highs = low * plan.bin_width + 1, np.minimum((high + 1) * plan.bin_width, plan.size)
    chances = counted.shares.T / draws
    return [
        Band(one, low, high, dict(zip(plan.tops, chance, strict=True)))
        for one, low, high, chance in zip(rated, lows.tolist(), highs.tolist(), chances.tolist(), strict=True)
    ]


def _swaps(rated: Sequence[Ranked], counted: "Counted", draws: int) -> list[Swap]:
    return [
        Swap(one.id, rated[place + apart].id, int(count) / draws)
        for place, one in enumerate(rated)
        for apart, count in enumerate(counted.swaps[:, place], start=1)
        if count
    ]


def _method(plan: "Plan", draws: int, seed: int) -> str:
    model = plan.model
    formula = model.text if model.name == model.text else f"{model.name}: {model.text}"
    rounded = f", rounded outward to {plan.bin_width} ranks" if plan.bin_width > 1 else ""
    several = "raters picked again from their own, and " if plan.estimates.raters.max() > 1 else ""
    moves = {
        "one notch of its scale down, as it is or one up" if column.scale else "times 0.8, 1 or 1.25"
        for column in model.columns
    }
    return (
        f"{formula}. Ranks from {draws:,} draws (seed {seed}): {several}each number "
        f"{' and, without a scale, '.join(sorted(moves))} with equal chance; bands hold 80 % of the draws{rounded}. "
        "Equal scores share a rank."
    )
