"""Verdicts: what may be said to a record, and in which words."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_NOW = "not_now"
    MERGE_INTO = "merge_into"

    @property
    def words(self) -> str:
        return {"yes": "Yes", "no": "No", "not_now": "Not now", "merge_into": "Merged"}[self]


class ReasonCode(StrEnum):
    STRONG_EVIDENCE = "strong_evidence"
    GOAL_FIT = "goal_fit"
    RISK = "risk"
    OBLIGATION = "obligation"
    WEAK_EVIDENCE = "weak_evidence"
    NEED_MET_OTHERWISE = "need_met_otherwise"
    NOT_OUR_CUSTOMER = "not_our_customer"
    OFF_GOAL = "off_goal"
    TOO_COSTLY = "too_costly"
    BLOCKED = "blocked"
    OTHER_FIRST = "other_first"
    OTHER = "other"


class Channel(StrEnum):
    """How somebody was told of a decision."""

    SENT = "sent"
    COPIED = "copied"
    SPOKEN = "spoken"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a decision says to everybody, in words written for that; out of sight until it is published."""

    title: str
    words: str
    revisit: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class MonthOfVerdicts:
    """How often each verdict was given in a month, which is written 2026-11."""

    month: str
    yes: int = 0
    no: int = 0
    not_now: int = 0
    merge_into: int = 0


NOT_DECIDABLE = {"decision", "scoring_model", "scoring_round"}


def title_of(verdict: Verdict, *, subject: str, into: str = "") -> str:
    """What a decision is called when nobody gives it a title."""
    words = f"{subject} goes into {into}" if verdict is Verdict.MERGE_INTO else f"{verdict.words} to {subject}"
    return words[:300]


def no_to_yes(*, yes: int, no: int) -> float | None:
    """How many times no was said for each yes; None before the first yes."""
    return no / yes if yes else None


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"
