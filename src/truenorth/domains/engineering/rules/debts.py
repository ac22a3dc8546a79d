"""Debt as money: what it costs each week, how it moves, and what it puts into the columns of a scoring model."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from statistics import median

from truenorth.engines.ranking import Column, parse_unit

HOURS_PER_DAY = 8.0
DAYS_PER_WEEK = 5.0
DAYS_OF_TREND = 365
STEADY = 0.1
"""A change of less than a tenth over the readings is none."""


class DebtSort(StrEnum):
    """What was put off."""

    ARCHITECTURE = "architecture"
    CODE = "code"
    TESTS = "tests"
    DEPENDENCIES = "dependencies"
    INFRASTRUCTURE = "infrastructure"
    DOCUMENTATION = "documentation"
    SECURITY = "security"
    OTHER = "other"


class TrendDirection(StrEnum):
    UNKNOWN = "unknown"
    GROWS = "grows"
    STEADY = "steady"
    SHRINKS = "shrinks"


@dataclass(frozen=True, slots=True)
class Reading:
    """The interest of a debt on a day, in hours a week."""

    on: date
    interest_hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtTrend:
    """`hours_per_month` is the slope of the interest over the readings that count."""

    direction: TrendDirection
    hours_per_month: float | None
    readings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtPrice:
    """A debt in the units of cost of delay; None for what is not known.

    `cost_of_delay` is money a week, `duration_weeks` the work to repay it, `payback_weeks` the time after which that
    work has paid for itself, and `score` the cost of delay by duration.
    """

    hourly_rate: float
    cost_of_delay: float | None
    duration_weeks: float | None
    payback_weeks: float | None
    score: float | None

    def words(self, *, currency: str) -> str:
        """Where the numbers come from, as a person says it."""
        parts = []
        if self.cost_of_delay is not None:
            hours = self.cost_of_delay / self.hourly_rate if self.hourly_rate else 0.0
            rate, cost = f"{self.hourly_rate:,.10g} {currency}", f"{self.cost_of_delay:,.10g} {currency}"
            parts.append(f"{hours:g} hours a week at {rate} an hour cost {cost} a week.")
        if self.duration_weeks is not None:
            days = self.duration_weeks * DAYS_PER_WEEK
            parts.append(f"{days:g} days of work to repay it are {self.duration_weeks:g} weeks.")
        return " ".join(parts)


def price_debt(*, interest_hours: float | None, principal_days: float | None, hourly_rate: float) -> DebtPrice:
    """Interest (hours a week) times rate (money an hour) is a cost of delay; principal (days) is a duration."""
    cost = None if interest_hours is None else interest_hours * hourly_rate
    duration = None if principal_days is None else principal_days / DAYS_PER_WEEK
    return DebtPrice(
        hourly_rate=hourly_rate,
        cost_of_delay=cost,
        duration_weeks=duration,
        payback_weeks=_ratio(principal_days and principal_days * HOURS_PER_DAY, interest_hours),
        score=_ratio(cost, duration),
    )


def find_trend(readings: Iterable[Reading]) -> DebtTrend:
    """Which way the interest goes: the median slope between any two readings of the last year (Theil-Sen)."""
    latest = _one_a_day(readings)
    if len(latest) < 2:
        return DebtTrend(direction=TrendDirection.UNKNOWN, hours_per_month=None, readings=len(latest))
    pairs = combinations(latest, 2)
    slope = median((b.interest_hours - a.interest_hours) / (b.on - a.on).days for a, b in pairs)
    change = slope * (latest[-1].on - latest[0].on).days
    level = median(reading.interest_hours for reading in latest)
    direction = TrendDirection.GROWS if change > 0 else TrendDirection.SHRINKS
    if abs(change) <= STEADY * level:
        direction = TrendDirection.STEADY
    return DebtTrend(direction=direction, hours_per_month=slope * 365.25 / 12, readings=len(latest))


def prefill(columns: Sequence[Column], price: DebtPrice, *, currency: str) -> Mapping[str, float]:
    """The numbers of a debt for those columns whose unit says that they hold them; a scale of points holds none."""
    known = {
        parse_unit("money/week"): price.cost_of_delay,
        parse_unit(f"{currency}/week"): price.cost_of_delay,
        parse_unit("week"): price.duration_weeks,
    }
    found = {each.key: known.get(each.unit) for each in columns if each.scale is None and each.unit is not None}
    return {key: value for key, value in found.items() if value is not None and value > 0}


def _one_a_day(readings: Iterable[Reading]) -> list[Reading]:
    """The last reading of each day of the last year, oldest first."""
    days = {reading.on: reading for reading in sorted(readings, key=lambda each: each.on)}
    newest = max(days, default=None)
    return [each for day, each in days.items() if newest and day >= newest - timedelta(days=DAYS_OF_TREND)]


def _ratio(top: float | None, bottom: float | None) -> float | None:
    return None if top is None or not bottom else top / bottom
