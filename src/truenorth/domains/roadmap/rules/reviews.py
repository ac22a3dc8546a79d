"""When an item of the roadmap was last looked at, and whether that is too long ago for its horizon."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from truenorth.domains.roadmap.rules.states import Horizon

DAYS_A_WEEK = 7
WEEKS_FROM = 14


@dataclass(frozen=True, slots=True)
class Cadence:
    """After how many days without a change or a review an item is stale, by horizon."""

    now_days: int = 14
    next_days: int = 30
    later_days: int = 91

    def of(self, horizon: Horizon) -> timedelta:
        days = {Horizon.NOW: self.now_days, Horizon.NEXT: self.next_days, Horizon.LATER: self.later_days}
        return timedelta(days=days[horizon])


def stale_days(horizon: Horizon | None, looked_at: datetime, *, now: datetime, cadence: Cadence) -> int:
    """By how many days the next look is overdue, begun ones counted; 0 where it is not, or without a place."""
    if horizon is None:
        return 0
    overdue = now - (looked_at + cadence.of(horizon))
    return overdue.days + 1 if overdue > timedelta() else 0


def is_reminder_due(
    horizon: Horizon, looked_at: datetime, asked_at: datetime | None, *, now: datetime, cadence: Cadence
) -> bool:
    """Once when it becomes stale, and again after each further stretch in which nobody looked."""
    if not stale_days(horizon, looked_at, now=now, cadence=cadence):
        return False
    return asked_at is None or asked_at <= looked_at or now - asked_at >= cadence.of(horizon)


def say_stale(horizon: Horizon, looked_at: datetime, *, now: datetime) -> str:
    days = (now - looked_at).days
    since = f"{days // DAYS_A_WEEK} weeks" if days >= WEEKS_FROM else f"{days} days"
    return f"It stands in {horizon} and nobody has looked at it for {since}."
