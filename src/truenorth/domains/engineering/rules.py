from collections.abc import Iterable
from dataclasses import dataclass

WHOLE = 100.0
ROUNDING = 0.01


@dataclass(frozen=True, slots=True)
class Share:
    """What one slice brings and costs, in percent of its initiative."""

    value_percent: float
    effort_percent: float


def overfull_columns(slices: Iterable[Share]) -> dict[str, float]:
    """The columns whose slices add up to more than the whole, with their sums."""
    slices = list(slices)
    sums = {
        "value_percent": sum(share.value_percent for share in slices),
        "effort_percent": sum(share.effort_percent for share in slices),
    }
    return {name: total for name, total in sums.items() if total > WHOLE + ROUNDING}


def headroom(*, limit: float, used: float | None) -> float | None:
    """Share of a limit that is still free, between 0 and 1; None where nobody measured what is used."""
    if used is None or limit <= 0:
        return None
    return max(0.0, 1 - used / limit)
