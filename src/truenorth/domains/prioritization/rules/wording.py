"""Counts and lists, as people write them."""

from collections.abc import Iterable

SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{spelled(number)} times")


def count_of(number: int, one: str, many: str) -> str:
    return f"{spelled(number)} {one if number == 1 else many}"


def spelled(number: int) -> str:
    return SMALL[number] if number < len(SMALL) else f"{number:,}"


def score_words(score: float) -> str:
    """Two digits behind a small score, none behind one that counts money: "4.83", "24,000"."""
    return f"{score:,.0f}" if abs(score) >= 1000 else f"{score:.2f}"


def listed(items: Iterable[str], *, last: str = " and ") -> str:
    """One after the other, with a word before the last: at least one item."""
    *head, tail = items
    return f"{', '.join(head)}{last}{tail}" if head else tail
