"""What each audience sees of the roadmap. What is not named here does not leave the house."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape
from typing import Any

MONTHS_A_QUARTER = 3
HORIZON_TITLES = {"now": "Now", "next": "Next", "later": "Later"}


class Audience(StrEnum):
    CUSTOMERS = "customers"
    EXECUTIVES = "executives"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An initiative with all that any audience may see of it."""

    key: str
    title: str
    public_title: str
    public_words: str
    is_published: bool
    state: str
    outcome: str | None
    horizon: str | None
    starts_on: date | None
    target_on: date | None
    deadline_on: date | None
    shipped_on: date | None
    confidence: int | None
    owner: str
    team: str
    milestone: str
    key_results: tuple[str, ...] = ()
    blocked_by: int = 0


def quarter_of(day: date) -> str:
    return f"Q{(day.month - 1) // MONTHS_A_QUARTER + 1} {day.year}"


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def is_for(item: Shown, audience: Audience) -> bool:
    """Customers see what was published for them, everybody else all that has a place or is done."""
    return item.is_published if audience is Audience.CUSTOMERS else True


def show(item: Shown, audience: Audience) -> dict[str, Any]:
    """The item as this audience sees it."""
    match audience:
        case Audience.CUSTOMERS:
            return {
                "title": item.public_title,
                "words": item.public_words,
                "quarter": quarter_of(item.target_on) if item.target_on else "",
                "shipped_month": month_of(item.shipped_on) if item.shipped_on else "",
            }
        case Audience.EXECUTIVES:
            return {
                "title": item.title,
                "state": item.state,
                "outcome": item.outcome,
                "team": item.team,
                "target_on": item.target_on,
                "shipped_on": item.shipped_on,
                "confidence": item.confidence,
                "key_results": list(item.key_results),
                "is_late": _is_late(item),
                "blocked_by": item.blocked_by,
            }
        case Audience.INTERNAL:
            return {
                "key": item.key,
                "title": item.title,
                "state": item.state,
                "outcome": item.outcome,
                "owner": item.owner,
                "team": item.team,
                "milestone": item.milestone,
                "starts_on": item.starts_on,
                "target_on": item.target_on,
                "shipped_on": item.shipped_on,
                "confidence": item.confidence,
                "key_results": list(item.key_results),
            }


def write_page(roadmap: Mapping[str, Any]) -> str:
    """The shared roadmap as a page that stands in another one: no script, nothing loaded."""
    lanes = "".join(_write_lane(HORIZON_TITLES[lane["horizon"]], lane["items"]) for lane in roadmap["lanes"])
    shipped = _write_lane("Shipped", roadmap["shipped"]) if roadmap["shipped"] else ""
    name = escape(str(roadmap["workspace"]))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name}: roadmap</title>'
        f"<style>{STYLE}</style></head><body><h1>{name}: roadmap</h1><main>{lanes}{shipped}</main></body></html>"
    )


STYLE = (
    "body{font:14px/1.5 system-ui,sans-serif;margin:16px;color:#1d1d1f;background:#fff}h1{font-size:20px}"
    "main{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:16px}h2{font-size:14px}"
    "ul{list-style:none;margin:0;padding:0}li{border:1px solid #ddd;border-radius:6px;padding:8px;margin-bottom:8px}"
    "p{margin:4px 0 0}small{display:block;color:#5f6368}"
    "@media(prefers-color-scheme:dark){body{color:#e8eaed;background:#15171c}li{border-color:#3c4043}small{color:#9aa0a6}}"
)


def _write_lane(title: str, items: Sequence[Mapping[str, Any]]) -> str:
    rows = "".join(_write_item(item) for item in items)
    return f"<section><h2>{escape(title)}</h2><ul>{rows}</ul></section>"


def _write_item(item: Mapping[str, Any]) -> str:
    when = item.get("shipped_month") or item.get("quarter") or item.get("target_on") or ""
    words = f"<p>{escape(str(item['words']))}</p>" if item.get("words") else ""
    small = f"<small>{escape(str(when))}</small>" if when else ""
    return f"<li><strong>{escape(str(item['title']))}</strong>{words}{small}</li>"


def _is_late(item: Shown) -> bool:
    return bool(item.deadline_on and item.target_on and item.target_on > item.deadline_on)
