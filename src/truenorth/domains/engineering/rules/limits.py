"""Constraints: how much of a limit is used, and whether anybody has looked lately."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

NEAR_PERCENT = 80
STALE_AFTER_DAYS = 90


class ConstraintSort(StrEnum):
    """What a limit is a limit of."""

    RATE = "rate"
    SIZE = "size"
    QUOTA = "quota"
    LATENCY = "latency"
    LICENCE = "licence"
    RESIDENCY = "residency"
    CONTRACT = "contract"
    OTHER = "other"


class ConstraintState(StrEnum):
    UNKNOWN = "unknown"  # nobody measured it, or it is a rule without a number
    FREE = "free"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit as it is on record. `near_percent` is the share of it from which on it is called near."""

    limit: float | None
    used: float | None
    checked_on: date | None
    near_percent: float = NEAR_PERCENT
    stale_after_days: int = STALE_AFTER_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitStanding:
    """`used_share` is used / limit; `headroom` what is left of the limit, as a share from 0 to 1 of it."""

    state: ConstraintState
    used_share: float | None
    headroom: float | None
    stale_on: date | None
    is_stale: bool

    @property
    def needs_attention(self) -> bool:
        return self.is_stale or self.state in (ConstraintState.NEAR, ConstraintState.OVER)


def judge_limit(limit: Limit, *, today: date) -> LimitStanding:
    """Where a limit stands today. What was never checked is stale."""
    share = _used_share(limit)
    stale_on = limit.checked_on and _days_after(limit.checked_on, limit.stale_after_days)
    return LimitStanding(
        state=_state(share, near=limit.near_percent / 100),
        used_share=share,
        headroom=None if share is None else max(0.0, 1 - share),
        stale_on=stale_on,
        is_stale=stale_on is None or stale_on <= today,
    )


def _used_share(limit: Limit) -> float | None:
    if limit.limit is None or limit.used is None or limit.limit <= 0:
        return None
    return limit.used / limit.limit


def _state(share: float | None, *, near: float) -> ConstraintState:
    if share is None:
        return ConstraintState.UNKNOWN
    if share >= 1:
        return ConstraintState.OVER
    return ConstraintState.NEAR if share >= near else ConstraintState.FREE


def _days_after(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))
