"""Models of priority, as data."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

FIBONACCI = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0)


@dataclass(frozen=True, slots=True)
class Column:
    """One aspect that people rate; `scale` holds the only numbers allowed (None: any number).

    >>> Column("effort", "Effort", scale=(1, 2, 3)).admits(5)
    False
    """

    key: str
    label: str
    scale: tuple[float, ...] | None = FIBONACCI

    def admits(self, rating: float) -> bool:
        """Whether the rating is a number of the scale."""
        return self.scale is None or rating in self.scale


@dataclass(frozen=True)
class Model:
    """Score = (sum or product of the `gains`) / (product of the `costs`).

    >>> WSJF.score({"user_value": 8, "business_value": 5, "risk_reduction": 2, "effort": 3})
    5.0
    """

    key: str
    name: str
    gains: tuple[Column, ...]
    costs: tuple[Column, ...] = ()
    combine: Literal["sum", "product"] = "sum"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Gains, then costs."""
        return self.gains + self.costs

    def score(self, values: Mapping[str, float]) -> float:
        """The score of one number per column; KeyError for a column that is missing."""
        gains = [values[column.key] for column in self.gains]
        gain = math.fsum(gains) if self.combine == "sum" else math.prod(gains)
        return gain / math.prod(values[column.key] for column in self.costs)

    def slope(self, values: Mapping[str, float], key: str) -> float:
        """How much the score changes per unit of one column, the others held (the partial derivative).

        >>> WSJF.slope({"user_value": 8, "business_value": 5, "risk_reduction": 2, "effort": 3}, "effort")
        -1.6666666666666667
        """
        if key in {column.key for column in self.costs}:
            return -self.score(values) / values[key]
        if self.combine == "sum":
            return 1 / math.prod(values[column.key] for column in self.costs)
        return self.score({**values, key: 1.0})


_FREE = None
WSJF = Model(
    key="wsjf",
    name="WSJF",
    gains=(
        Column("user_value", "User value"),
        Column("business_value", "Business value"),
        Column("risk_reduction", "Risk reduction"),
    ),
    costs=(Column("effort", "Effort"),),
)
SAFE = Model(
    key="safe",
    name="SAFe WSJF",
    gains=(
        Column("user_business_value", "User-business value"),
        Column("time_criticality", "Time criticality"),
        Column("risk_reduction", "Risk reduction or opportunity enablement"),
    ),
    costs=(Column("job_size", "Job size"),),
)
RICE = Model(
    key="rice",
    name="RICE",
    gains=(
        Column("reach", "Reach", scale=_FREE),
        Column("impact", "Impact", scale=_FREE),
        Column("confidence", "Confidence", scale=_FREE),
    ),
    costs=(Column("effort", "Effort", scale=_FREE),),
    combine="product",
)
ICE = Model(
    key="ice",
    name="ICE",
    gains=(
        Column("impact", "Impact", scale=_FREE),
        Column("confidence", "Confidence", scale=_FREE),
        Column("ease", "Ease", scale=_FREE),
    ),
    combine="product",
)
