"""Days as other tools write them: ISO, with the month's name, as numbers in either order, or counted from a day."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from truenorth.edges.imports.errors import RowRefused

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?P<month>[a-z]{3,9})\.?"
WEEKDAY = r"(?:[a-z]{3,9},?\s+)?"
CLOCK = r"(?:[T,\s].*)?"
NUMBERS = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}|\d{{2}}){CLOCK}", re.IGNORECASE)
YEAR_FIRST = re.compile(rf"(\d{{4}})[/.-](\d{{1,2}})[/.-](\d{{1,2}}){CLOCK}", re.IGNORECASE)
NAMED = tuple(
    re.compile(pattern + CLOCK, re.IGNORECASE)
    for pattern in (
        rf"{WEEKDAY}(?P<day>\d{{1,2}})[\s/.-]+{MONTH}[\s/,-]+(?P<year>\d{{4}}|\d{{2}})",
        rf"{WEEKDAY}{MONTH}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})",
    )
)
AGO = re.compile(r"(?P<count>\d{1,6}|an?|last)\s+(?P<unit>second|minute|hour|day|week|month|year)s?(?P<ago>\s+ago)?")
AHEAD = re.compile(r"(?:in\s+)?(?P<count>\d{1,6}|an?|next)\s+(?P<unit>second|minute|hour|day|week|month|year)s?")
NEAR = {"just now": 0, "now": 0, "today": 0, "yesterday": -1, "tomorrow": 1}
DAYS = {"second": 1 / 86_400, "minute": 1 / 1_440, "hour": 1 / 24, "day": 1, "week": 7}
IN_MONTHS = {"month": 1, "year": 12}


class DayOrder(StrEnum):
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads the days of one file. Without an order, a date that could be read either way is refused."""

    today: date
    order: DayOrder | None = None

    def read(self, field: str, cell: str) -> date | None:
        text = " ".join(cell.split())
        if not text:
            return None
        try:
            found = _read_iso(text) or _read_named(text) or self._read_numbers(field, text) or self._read_relative(text)
        except (ValueError, OverflowError):
            found = None
        if found is None:
            raise RowRefused(field, f"{text[:60]!r} is no date that can be read. Write it as 2026-03-31.")
        return found

    def _read_numbers(self, field: str, text: str) -> date | None:
        match = NUMBERS.fullmatch(text)
        if match is None:
            return None
        first, second, year = int(match[1]), int(match[2]), _whole_year(match[3])
        order = self.order or _order_of(first, second)
        if order is None and first != second:
            either = f"{_say(year, second, first)} or {_say(year, first, second)}"
            raise RowRefused(field, f"{text[:60]!r} is {either}. Say dates=day-first or dates=month-first.")
        day, month = (second, first) if order is DayOrder.MONTH_FIRST else (first, second)
        return date(year, month, day)

    def _read_relative(self, text: str) -> date | None:
        plain = text.casefold()
        if plain in NEAR:
            return self.today + timedelta(days=NEAR[plain])
        behind, ahead = AGO.fullmatch(plain), AHEAD.fullmatch(plain)
        if behind and (behind["ago"] or behind["count"] == "last"):
            return _step(self.today, behind["count"], behind["unit"], sign=-1)
        if ahead and (plain.startswith("in ") or ahead["count"] == "next"):
            return _step(self.today, ahead["count"], ahead["unit"], sign=1)
        return None


def find_order(cells: Iterable[str]) -> DayOrder | None:
    """The order in which a file writes its numbers: known as soon as one of them is no month, unless both are not."""
    found = {_order_of(int(match[1]), int(match[2])) for cell in cells if (match := NUMBERS.fullmatch(cell.strip()))}
    known = found - {None}
    return known.pop() if len(known) == 1 else None


def _order_of(first: int, second: int) -> DayOrder | None:
    if (first > 12) == (second > 12):
        return None
    return DayOrder.DAY_FIRST if first > 12 else DayOrder.MONTH_FIRST


def _read_iso(text: str) -> date | None:
    match = YEAR_FIRST.fullmatch(text)
    if match:
        return date(int(match[1]), int(match[2]), int(match[3]))
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _read_named(text: str) -> date | None:
    match = next(filter(None, (pattern.fullmatch(text) for pattern in NAMED)), None)
    if match is None or match["month"][:3].casefold() not in MONTHS:
        return None
    return date(_whole_year(match["year"]), MONTHS.index(match["month"][:3].casefold()) + 1, int(match["day"]))


def _whole_year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else 2000 + year if year < 70 else 1900 + year


def _step(today: date, count: str, unit: str, *, sign: int) -> date:
    steps = sign * (int(count) if count.isdecimal() else 1)
    if unit in DAYS:
        return today + timedelta(days=int(steps * DAYS[unit]))
    months = today.year * 12 + today.month - 1 + steps * IN_MONTHS[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _say(year: int, month: int, day: int) -> str:
    return date(year, month, day).isoformat()
