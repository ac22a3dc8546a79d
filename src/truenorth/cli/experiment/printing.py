"""Readouts and plans on a terminal: tables, and intervals drawn to one scale."""

import math
from collections.abc import Sequence
from typing import Any

import typer

from truenorth.cli.events.printing import print_answer
from truenorth.engines.experiments import Analysis, ArmDecision, CellReadout, Comparison, PlanRefused, Size, amounts

PLOT_WIDTH = 44
MOST_LEVELS = 12


def read_share(text: str | None, *, field: str) -> float | None:
    """`5%` or `0.05`."""
    if text is None:
        return None
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise PlanRefused(f"{text!r} is no number and no share such as 5%", field=field) from None


def read_shares(text: str) -> list[float]:
    """`50,50`."""
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise PlanRefused(f"{text!r} is not numbers with commas between them", field="shares") from None


def print_analysis(found: Analysis) -> None:
    """The split, the faults, the metrics, their intervals, the levels, and what may be concluded."""
    answer = found.to_dict()
    print_answer({"data quality": [_fault(problem) for problem in answer["data_quality"]], "split": _split(found)})
    print_answer({"metrics": metric_rows(found.whole)})
    for line in plot(comparisons_of(found.whole)):
        typer.echo(line)
    for cell in found.cells[1 : MOST_LEVELS + 1]:
        print_answer({f"{cell.cell.segment} = {cell.cell.level}": metric_rows(cell)})
    hidden = len(found.cells) - 1 - MOST_LEVELS
    print_answer(
        {
            "not shown": f"{hidden} more levels; --json has all of them" if hidden > 0 else None,
            "decision": f"{decision_words(found)}",
            "method": found.method,
        }
    )


def decision_words(found: Analysis) -> str:
    """The verdict on the whole, in one line; of several variants on each, the best first."""
    best = found.whole.best
    arms = [best, *(each for each in found.whole.decisions if each is not best)]
    words = [f"{each.decision.verdict}, {_ships(each)}: {each.decision.reason}" for each in arms]
    if len(arms) == 1:
        return words[0]
    return ". ".join(f"{_printable(each.variant)} is {said}" for each, said in zip(arms, words, strict=True))


def _ships(arm: ArmDecision) -> str:
    return "ship" if arm.decision.ships else "do not ship"


def _fault(problem: dict[str, Any]) -> dict[str, Any]:
    rows = ", ".join(f"{row:,}" for row in problem["rows"][:5])
    return {"problem": problem["problem"], "count": problem["count"], "first rows": rows, "what": problem["sentence"]}


def _split(found: Analysis) -> list[dict[str, Any]]:
    expected = found.whole.balance.expected if found.whole.balance else [math.nan] * len(found.summary.arms)
    p_value = float(found.whole.balance.p_value) if found.whole.balance else math.nan
    flag = bool(found.whole.balance.flag) if found.whole.balance else False
    rows = zip(found.summary.arms, found.whole.users, expected, strict=True)
    return [
        {
            "variant": name,
            "users": int(n),
            "planned": round(float(planned)) if planned == planned else None,  # noqa: PLR0124 - NaN: nobody came
            "p of the split": f"{p_value:.2g}{' FLAGGED: the users are not split as planned' if flag else ''}"
            if place == 0
            else "",
        }
        for place, (name, n, planned) in enumerate(rows)
    ]


def comparisons_of(cell: CellReadout) -> list[Comparison]:
    """Every metric of every arm."""
    return [each for metric in cell.metrics for each in metric.comparisons]


def metric_rows(cell: CellReadout) -> list[dict[str, Any]]:
    """One row for each metric and arm, in the scale and by the method asked for."""
    return [_row(each, is_alone=len(cell.decisions) == 1) for each in comparisons_of(cell)]


def _row(each: Comparison, *, is_alone: bool) -> dict[str, Any]:
    shown = each.shown
    is_bayesian = shown.method == "bayesian"
    sure = float(shown.chance_to_win) if is_bayesian else each.p_value
    effect, low, high = amounts(shown)
    return {
        "metric": each.metric.name,
        **({} if is_alone else {"variant": each.variant}),
        "control": float(shown.control),
        "treatment": float(shown.treatment),
        "effect": effect,
        "interval": f"{low.removesuffix(' %').removesuffix(' points')} to {high}",
        "chance to win" if is_bayesian else "p": f"{sure:.3g}" if math.isfinite(sure) else "",
        "verdict": each.verdict + (f" ({shown.notes()})" if shown.notes() else ""),
    }


def plot(comparisons: Sequence[Comparison]) -> list[str]:
    """Relative intervals on one axis, zero marked: ├──●──┤."""
    drawn = [each for each in comparisons if all(map(math.isfinite, _relative(each)))]
    if not drawn:
        return []
    reach = max(abs(end) for each in drawn for end in _relative(each)) or 1.0
    names = [_printable(f"{each.metric.name} {each.variant}") for each in drawn]
    width = max(map(len, names))
    lines = [f"{name:<{width}}  {_bar(each, reach)}  {each.verdict}" for name, each in zip(names, drawn, strict=True)]
    scale = f"{-reach:+.1%}".ljust(PLOT_WIDTH // 2) + "0" + f"{reach:+.1%}".rjust(PLOT_WIDTH // 2)
    return [*lines, " " * width + "  " + scale.replace("%", " %").replace("-", "\u2212")[: PLOT_WIDTH + 3]]


def _printable(text: str) -> str:
    """Text from a file without what would steer the terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _relative(each: Comparison) -> tuple[float, float, float]:
    """Low end, effect, high end: relative to the control, by the method asked for."""
    shown = each.sequential_relative if each.shown.method == "sequential" else each.fixed_relative
    shown = each.shown if each.shown.scale == "relative" else shown
    return float(shown.interval.low), float(shown.effect), float(shown.interval.high)


def _bar(each: Comparison, reach: float) -> str:
    low, middle, high = (round((end / reach + 1) / 2 * PLOT_WIDTH) for end in _relative(each))
    cells = [" "] * (PLOT_WIDTH + 1)
    cells[PLOT_WIDTH // 2] = "┊"
    for place in range(low, high + 1):
        cells[place] = "┼" if place == PLOT_WIDTH // 2 else "─"
    cells[low], cells[high] = "├", "┤"
    cells[middle] = "●"
    return "".join(cells)


def print_sizes(plans: Sequence[Size], asked: Size) -> None:
    """Both plans, and the asked one in words."""
    rows = [
        {
            "method": plan.method,
            "users in each arm": plan.per_arm,
            "users": plan.total,
            "days": plan.days,
            "smallest effect": plan.mde_absolute,
            "relative": None if plan.mde_relative is None else f"{plan.mde_relative:.2%}".replace("%", " %"),
        }
        for plan in plans
    ]
    made = f"Formula {asked.formula}, alpha {asked.alpha:.4g}, power {asked.power:.4g} for each test."
    print_answer({"plans": rows, asked.method: asked.sentence, "method": made})
