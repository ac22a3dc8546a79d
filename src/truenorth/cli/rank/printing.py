"""The answer as JSON, and as tables on a terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from truenorth.cli.events.printing import print_answer

if TYPE_CHECKING:
    from truenorth.engines.ranking import Ask, Band, Finding, Stability

MOST_ROWS = 30
MOST_SWAPS = 10
LIKELY = 0.25


def to_json(found: "Stability", findings: Sequence["Finding"], method: str) -> dict[str, Any]:
    """Numbers as they are; null for what an item that is not fully rated cannot have."""
    return {
        "ranking": [_item(band) for band in found.bands],
        "swaps": [{"above": swap.above, "below": swap.below, "p_swap": swap.chance} for swap in found.swaps],
        "ask_again": _ask(found.asks[0]) if found.asks else None,
        "lint": [
            {"rule": each.rule, "columns": list(each.columns), "id": each.item, "message": each.words}
            for each in findings
        ],
        "method": method,
    }


def _item(band: "Band") -> dict[str, Any]:
    one = band.ranked
    return {
        "id": one.id,
        "title": one.title,
        "score": one.score,
        "rank": one.rank,
        "rank_low": band.low,
        "rank_high": band.high,
        "p_top5": band.top[5] if band.top else None,
        "parts": one.means,
    }


def _ask(ask: "Ask") -> dict[str, Any]:
    return {"id": ask.id, "title": ask.title, "column": ask.column, "places": ask.places, "crossing": ask.crossing}


def print_ranking(found: "Stability", findings: Sequence["Finding"], method: str, *, cut: int) -> None:
    """The top of the list as a table, then who may swap, what to ask again and what looks wrong."""
    answer = to_json(found, findings, method)
    hidden = len(found.bands) - MOST_ROWS
    swaps = [swap for swap in answer["swaps"] if swap["p_swap"] >= LIKELY][:MOST_SWAPS]
    print_answer(
        {
            "ranking": [_row(item) for item in answer["ranking"][:MOST_ROWS]],
            "not shown": f"{hidden} more; --json has all of them" if hidden > 0 else None,
            "may swap": [{**swap, "p_swap": f"{swap['p_swap']:.0%}"} for swap in swaps],
            "ask again": _ask_words(found.asks[0], cut) if found.asks else None,
            "lint": [{"rule": each["rule"], "message": each["message"]} for each in answer["lint"][:MOST_ROWS]],
            "method": method,
        }
    )


def _row(item: dict[str, Any]) -> dict[str, Any]:
    band = f"{item['rank_low']} to {item['rank_high']}" if item["rank_low"] else None
    share = None if item["p_top5"] is None else f"{item['p_top5']:.0%}"
    shown = {key: item[key] for key in ("rank", "id", "title", "score")}
    return {**shown, "80 % ranks": band, "in top 5": share, **item["parts"]}


def _ask_words(ask: "Ask", cut: int) -> str:
    return (
        f"{ask.column} of {ask.id}, {ask.title}: of the estimates around the cut line after {cut}, its change moves "
        f"the order most, by {ask.places:.1f} places"
    )
