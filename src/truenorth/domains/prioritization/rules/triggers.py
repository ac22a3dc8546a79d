"""Triggers: when a decision is to be looked at again, and in which words its owner hears of it."""

from datetime import date
from enum import StrEnum


class TriggerKind(StrEnum):
    DATE = "date"
    READING = "reading"


class Side(StrEnum):
    """On which side of its threshold a reading fires a trigger."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


def is_met(value: float, *, side: Side, threshold: float) -> bool:
    return value >= threshold if side is Side.AT_LEAST else value <= threshold


def number(value: float) -> str:
    return f"{value:,.12g}"


def amount(value: float, unit: str) -> str:
    """A number with its unit, which is written in the plural: 1 vote, 20 votes, 46.5 %."""
    one = unit[:-1] if value == 1 and unit.endswith("s") else unit
    return f"{number(value)} {one}".strip()


def day(on: date) -> str:
    return f"{on.day} {on:%B} {on.year}"


def name_reading(*, label: str, key: str, title: str, qualifier: str = "") -> str:
    """What is read, as people call it: Votes of REQ-12 CRM button."""
    narrowed = f" ({qualifier})" if qualifier else ""
    return f"{label}{narrowed} of {key} {title}"


def await_day(on: date) -> str:
    return f"On {day(on)}"


def await_reading(name: str, *, side: Side, threshold: float, unit: str) -> str:
    return f"{name}: {side.words} {amount(threshold, unit)}"


def report_day(subject: str) -> str:
    return f"The day has come to look again at {subject}."


def report_reading(name: str, *, value: float, side: Side, threshold: float, unit: str) -> str:
    return f"{name} came to {amount(value, unit)}; the trigger is {side.words} {number(threshold)}."
