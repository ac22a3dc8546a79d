"""The answer as JSON, and as tables on a terminal."""

from typing import TYPE_CHECKING, Any

from truenorth.cli.events.printing import print_answer

if TYPE_CHECKING:
    from truenorth.engines.sequencing import Item, Odds, Plan

MOST_ROWS = 60


def to_json(plan: "Plan", found: "Odds | None") -> dict[str, Any]:
    """The plan, and the odds where there are ranges."""
    return plan.to_dict() if found is None else {**plan.to_dict(), "odds": found.to_dict()}


def print_plan(plan: "Plan", found: "Odds | None") -> None:
    """The items as they start, then what waiting costs."""
    items = {item.id: item for item in plan.items}
    hidden = len(plan.order) - MOST_ROWS
    print_answer(
        {
            "plan": [_row(plan, items[id_], found) for id_ in plan.order[:MOST_ROWS]],
            "not shown": f"{hidden} more; --json has all of them" if hidden > 0 else None,
            "cost of delay": _cost_words(plan),
            "by the highest weight / duration of what is ready": plan.baselines["wsjf_greedy"],
            "as listed": plan.baselines["input_order"],
            "the last one done": None if found is None else _dates_words(found),
            "late": [{"id": each.id, "deadline": each.deadline, "finish": each.finish} for each in plan.late],
            "method": plan.method,
        }
    )


def _row(plan: "Plan", item: "Item", found: "Odds | None") -> dict[str, Any]:
    row = {
        "id": item.id,
        "team": item.team or None,
        "weight": item.weight,
        "start": plan.starts[item.id],
        "finish": plan.finishes[item.id],
    }
    if found is None:
        return row
    dates = found.dates[item.id]
    on_time = None if dates.on_time is None else f"{dates.on_time:.0%}"
    return {**row, "P10": dates.p10, "P50": dates.p50, "P90": dates.p90, "on time": on_time}


def _cost_words(plan: "Plan") -> str:
    if plan.gap == 0:
        return f"{plan.delay_cost:,.6g}, and no plan has less"
    return f"{plan.delay_cost:,.6g}, and no plan has less than {plan.lower_bound:,.6g} ({plan.bound_method})"


def _dates_words(found: "Odds") -> str:
    whole = found.whole
    return f"P10 {whole.p10:,.4g}, P50 {whole.p50:,.4g}, P90 {whole.p90:,.4g}"
