"""What a team has planned in each period against what it can do. Effort and capacity are in team-weeks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from truenorth.domains.roadmap.rules.planning import Crew

DAY = timedelta(days=1)
DAYS_A_WEEK = 7
MONTHS_A_YEAR = 12


class PeriodLength(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from the first to the last, both included."""

    from_on: date
    to_on: date

    @property
    def days(self) -> int:
        return max(0, (self.to_on - self.from_on).days + 1)

    def within(self, other: "Stretch") -> "Stretch":
        return Stretch(max(self.from_on, other.from_on), min(self.to_on, other.to_on))


@dataclass(frozen=True, slots=True)
class Planned:
    """Work of a team: `effort_weeks` spread evenly over its days; None where nobody sized it."""

    id: str
    stretch: Stretch
    effort_weeks: float | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A team's period: what fits, what is planned, by which work, and how much of that has no size."""

    stretch: Stretch
    capacity_weeks: float
    planned_weeks: float
    unsized: int
    ids: Sequence[str]


def list_periods(begins: date, length: PeriodLength, count: int) -> list[Stretch]:
    """The period that holds a day and those after it: calendar months and quarters, weeks from Monday on."""
    first = _first_day(begins, length)
    periods = []
    for _ in range(count):
        following = _next(first, length)
        periods.append(Stretch(first, following - DAY))
        first = following
    return periods


def stretch_of(starts_on: date | None, target_on: date | None, effort_weeks: float | None) -> Stretch | None:
    """The days on which something is worked on: without a target, as many as its effort takes."""
    if starts_on is None:
        return None
    if target_on is not None:
        return Stretch(starts_on, max(starts_on, target_on - DAY))
    days = max(1, round((effort_weeks or 0.0) * DAYS_A_WEEK))
    return Stretch(starts_on, starts_on + timedelta(days=days - 1))


def measure(work: Iterable[Planned], crew: Crew, periods: Sequence[Stretch]) -> list[Bar]:
    all_work = list(work)
    return [_bar(all_work, crew, period) for period in periods]


def _bar(work: Sequence[Planned], crew: Crew, period: Stretch) -> Bar:
    here = [(each, each.stretch.within(period).days) for each in work]
    busy = [(each, days) for each, days in here if days]
    gone = [Stretch(first, last).within(period) for first, last in crew.absences]
    away = {each.from_on + timedelta(days=number) for each in gone for number in range(each.days)}
    return Bar(
        stretch=period,
        capacity_weeks=crew.seats * (period.days - len(away)) / DAYS_A_WEEK,
        planned_weeks=sum((each.effort_weeks or 0.0) * days / each.stretch.days for each, days in busy),
        unsized=sum(each.effort_weeks is None for each, _ in busy),
        ids=[each.id for each, _ in busy],
    )


def _first_day(day: date, length: PeriodLength) -> date:
    if length is PeriodLength.WEEK:
        return day - timedelta(days=day.weekday())
    month = day.month if length is PeriodLength.MONTH else day.month - (day.month - 1) % 3
    return day.replace(month=month, day=1)


def _next(first: date, length: PeriodLength) -> date:
    if length is PeriodLength.WEEK:
        return first + timedelta(weeks=1)
    months = first.month - 1 + (1 if length is PeriodLength.MONTH else 3)
    return date(first.year + months // MONTHS_A_YEAR, months % MONTHS_A_YEAR + 1, 1)
