"""What became of the roadmap between two moments: one change an item and kind, with its reason, in words."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from truenorth.domains.prioritization.rules import day
from truenorth.domains.roadmap.rules.snapshots import Frozen, FrozenSlice, Named

Value = str | int | float | None
NEGLECTED = 1_000_000
"""How much more a place counts that nobody touched: whoever was moved by hand is the one that moved."""


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RE_SCOPED = "re_scoped"
    CONFIDENCE = "confidence"
    OWNER = "owner"
    TEAM = "team"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Detail:
    """A field of an item before and after, as people read it."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change to one item, which is shown as it stood last."""

    item: Frozen
    kind: ChangeKind
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote down as the reason when they changed these fields of an item."""

    item_id: str
    at: datetime
    fields: frozenset[str]
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A change with the latest reason that was given for it, and both in one sentence."""

    change: Change
    reason: str
    by: str
    at: datetime | None
    words: str


FIELDS: Mapping[ChangeKind, Sequence[str]] = {
    ChangeKind.MOVED: ("horizon", "position", "starts_on", "target_on"),
    ChangeKind.RE_SCOPED: ("title", "body", "effort_weeks", "slices"),
    ChangeKind.CONFIDENCE: ("confidence",),
    ChangeKind.OWNER: ("owner",),
    ChangeKind.TEAM: ("team",),
    ChangeKind.STATE: ("state", "outcome"),
}
EXPLAINED_BY = {kind: {*names} for kind, names in FIELDS.items()} | {
    ChangeKind.ADDED: {"horizon", "state", "archived", "trashed"},
    ChangeKind.REMOVED: {"horizon", "state", "archived", "trashed"},
}


def diff(before: Iterable[Frozen], after: Iterable[Frozen], *, touched: Collection[str] = ()) -> list[Change]:
    """What differs, in the order of the later roadmap, then what has left it.

    An item whose neighbours moved has not moved: of each horizon as few items as possible are said to have changed
    their place, and those first that somebody `touched`. What was dropped or closed unseen is no news.
    """
    then = {item.id: item for item in before}
    now = {item.id: item for item in after}
    shuffled = _find_shuffled(then, now, set(touched))
    changes: list[Change] = []
    for item_id, item in now.items():
        known = then.get(item_id)
        if known is not None:
            changes += _compare(known, item, shuffled)
        elif not _is_over(item):
            changes.append(Change(item, ChangeKind.ADDED))
    changes += [Change(item, ChangeKind.REMOVED) for item in then.values() if item.id not in now and not _is_done(item)]
    return changes


def explain(changes: Iterable[Change], notes: Iterable[Note]) -> list[Told]:
    """Each change with the latest of the notes on its item that concern it."""
    by_item: dict[str, list[Note]] = defaultdict(list)
    for note in sorted(notes, key=lambda each: each.at, reverse=True):
        by_item[note.item_id].append(note)
    return [_tell(change, by_item[change.item.id]) for change in changes]


def say(change: Change) -> str:
    """The change alone: “Guided tour: next → now”."""
    item = change.item
    if change.kind is ChangeKind.ADDED:
        return f"{item.title}: new in {item.horizon}" if item.horizon else f"{item.title}: new"
    if change.kind is ChangeKind.REMOVED:
        return f"{item.title}: left the roadmap" + (f", was in {item.horizon}" if item.horizon else "")
    if change.kind is ChangeKind.STATE:
        return f"{item.title}: {_say_state(change.details)}"
    return f"{item.title}: " + ", ".join(SAID[each.field](each, item) for each in change.details)


def _compare(known: Frozen, item: Frozen, shuffled: Mapping[str, Detail]) -> list[Change]:
    found = []
    for kind, names in FIELDS.items():
        details = [_detail(name, known, item) for name in names if name != "position"]
        details += [shuffled[item.id]] if kind is ChangeKind.MOVED and item.id in shuffled else []
        kept = tuple(each for each in details if each is not None)
        if kept:
            found.append(Change(item, kind, kept))
    return found


def _detail(name: str, known: Frozen, item: Frozen) -> Detail | None:
    before, after = getattr(known, name), getattr(item, name)
    return None if before == after else Detail(name, _plain(before), _plain(after))


def _plain(value: object) -> Value:
    if isinstance(value, Named):
        return value.name
    if isinstance(value, tuple):
        return "; ".join(_say_slice(each) for each in value)
    return value if value is None or isinstance(value, int | float) else str(value)


def _is_over(item: Frozen) -> bool:
    return item.state == "closed" and item.outcome == "dropped"


def _is_done(item: Frozen) -> bool:
    return item.state == "closed"


def _find_shuffled(then: Mapping[str, Frozen], now: Mapping[str, Frozen], touched: set[str]) -> dict[str, Detail]:
    """The items that changed their place among those that stayed in the same horizon."""
    lanes: dict[str, list[str]] = defaultdict(list)
    for item_id, item in now.items():
        known = then.get(item_id)
        if known and item.horizon and item.horizon == known.horizon and item.position and known.position:
            lanes[item.horizon].append(item_id)
    found: dict[str, Detail] = {}
    for ids in lanes.values():
        earlier = sorted(ids, key=lambda each: then[each].position or 0)
        later = {each: place for place, each in enumerate(sorted(ids, key=lambda each: now[each].position or 0))}
        places = [later[each] for each in earlier]
        weights = [(1 if each in touched else NEGLECTED) for each in earlier]
        kept = heaviest_rising(places, weights)
        found |= {
            earlier[index]: Detail("position", index + 1, places[index] + 1)
            for index in range(len(places))
            if index not in kept
        }
    return found


def heaviest_rising(places: Sequence[int], weights: Sequence[int]) -> set[int]:
    """The indices of a rising subsequence of distinct numbers whose weights add up to most.

    The best subsequences so far are kept by their last number, none both higher and lighter than another.
    """
    ends: list[int] = []
    sums: list[int] = []
    at: list[int] = []
    before: list[int | None] = []
    for index, (place, weight) in enumerate(zip(places, weights, strict=True)):
        slot = bisect_right(ends, place)
        before.append(at[slot - 1] if slot else None)
        total = weight + (sums[slot - 1] if slot else 0)
        beaten = slot
        while beaten < len(ends) and sums[beaten] <= total:
            beaten += 1
        ends[slot:beaten], sums[slot:beaten], at[slot:beaten] = [place], [total], [index]
    kept: set[int] = set()
    here = at[-1] if at else None
    while here is not None:
        kept.add(here)
        here = before[here]
    return kept


def _tell(change: Change, notes: Sequence[Note]) -> Told:
    wanted = EXPLAINED_BY[change.kind]
    note = next((each for each in notes if each.fields & wanted), None)
    words = say(change)
    if note is None:
        return Told(change, "", "", None, f"{words}.")
    reason = note.reason.strip().rstrip(".")
    return Told(change, note.reason, note.by, note.at, f"{words}, because: {reason}.")


def _say_state(details: Sequence[Detail]) -> str:
    by_field = {each.field: each for each in details}
    state, outcome = by_field.get("state"), by_field.get("outcome")
    ending = f" as {str(outcome.after).replace('_', ' ')}" if outcome and outcome.after else ""
    return f"{state.before} → {state.after}{ending}" if state else f"closed{ending}"


def _say_place(detail: Detail, item: Frozen) -> str:
    before, after = int(detail.before or 0), int(detail.after or 0)
    side = "earlier" if after < before else "later" if after > before else "elsewhere"
    return f"{side} in {item.horizon}"


def _say_slice(part: FrozenSlice) -> str:
    return f"{part.title} ({part.value_percent:g} % of the value for {part.effort_percent:g} % of the effort)"


def _arrow(detail: Detail, show: Callable[[Value], str], empty: str) -> str:
    before, after = (empty if each is None else show(each) for each in (detail.before, detail.after))
    return f"{before} → {after}"


def _day(value: Value) -> str:
    return day(date.fromisoformat(str(value)))


def _weeks(value: Value) -> str:
    return f"{value:g} weeks" if isinstance(value, int | float) else str(value)


SAID: Mapping[str, Callable[[Detail, Frozen], str]] = {
    "horizon": lambda d, _: _arrow(d, str, "no place"),
    "position": _say_place,
    "starts_on": lambda d, _: "start " + _arrow(d, _day, "open"),
    "target_on": lambda d, _: "target " + _arrow(d, _day, "open"),
    "title": lambda d, _: f"was “{d.before}”",
    "body": lambda _d, _i: "description changed",
    "effort_weeks": lambda d, _: "effort " + _arrow(d, _weeks, "unknown"),
    "slices": lambda _d, _i: "slices changed",
    "confidence": lambda d, _: "confidence " + _arrow(d, lambda value: f"{value} %", "unknown"),
    "owner": lambda d, _: "owner " + _arrow(d, str, "nobody"),
    "team": lambda d, _: "team " + _arrow(d, str, "none"),
}
