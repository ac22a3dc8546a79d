"""A plan of the roadmap: work as the sequencing engine takes it, and what comes back as days.

Weights are costs of delay a week, durations team-weeks; the engine counts both from the day on which the plan begins.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from truenorth.engines.sequencing import Item, Odds, Plan, Price, Team

WORK_AT_MOST = 400
DRAWS = 2_000
ADVICE_SECONDS = 4.0
DAYS = 7
WHOLE = 100.0
ROUNDING = 1e-6
AGAINST = 1e-6
"""What a change may cost, as a share of the whole, before it goes against the advice."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A slice of the work, in percent of its value and effort; the pieces are delivered in order."""

    id: str
    title: str
    value_percent: float
    effort_percent: float
    is_shipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An initiative to put in sequence. `spread` holds the P10 and P90 of its effort; `team` is an id, or empty."""

    id: str
    title: str
    weight: float
    effort_weeks: float
    spread: tuple[float, float] | None = None
    team: str = ""
    after: tuple[str, ...] = ()
    not_before_on: date | None = None
    deadline_on: date | None = None
    begun_on: date | None = None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Crew:
    """A team as a plan takes it: how many things it does at a time, and from when until when it is away."""

    id: str
    seats: int = 1
    absences: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class PieceDates:
    id: str
    title: str
    starts_on: date
    target_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When the plan does something. `chance` is that of the target; `on_time` that of the deadline, if it has one."""

    id: str
    starts_on: date
    target_on: date
    p10_on: date
    p50_on: date
    p90_on: date
    chance: float
    on_time: float | None
    is_late: bool
    pieces: tuple[PieceDates, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A plan in days, with what it costs and what no plan could cost less than; `impossible` lost their deadlines."""

    slots: Sequence[Slot]
    delay_cost: float
    lower_bound: float
    gap: float
    baselines: Mapping[str, float]
    method: str
    bound_method: str
    odds_method: str
    impossible: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """The plan as the engine made it, and whose deadlines nothing could keep."""

    plan: "Plan"
    impossible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePrice:
    """What a start by hand costs beside the advice, who is done later by it and by how many weeks, in words as well."""

    cost: float
    unit: str
    is_against_advice: bool
    later: Mapping[str, float] = field(default_factory=dict)
    newly_late: Sequence[str] = ()
    words: str = ""


def advise(works: Sequence[Work], crews: Iterable[Crew], *, from_on: date) -> Advice:
    """The order of least cost of delay. A deadline that nothing can keep is dropped and named."""
    from truenorth.engines.sequencing import DeadlineTooEarly, sequence

    teams = _teams(works, crews, from_on)
    impossible: list[str] = []
    while True:
        items = _items([_without_deadline(work, impossible) for work in works], from_on)
        try:
            return Advice(sequence(items, teams, seconds=ADVICE_SECONDS), tuple(impossible))
        except DeadlineTooEarly as refusal:
            impossible.append(_work_of(works, refusal.item or ""))


def propose(works: Sequence[Work], crews: Iterable[Crew], *, from_on: date) -> Proposal:
    from truenorth.engines.sequencing import odds

    advice = advise(works, crews, from_on=from_on)
    plan = advice.plan
    found = odds(plan, draws=DRAWS)
    slots = [_slot(work, plan, found, from_on) for work in works]
    return Proposal(
        slots=sorted(slots, key=lambda slot: (slot.starts_on, slot.target_on)),
        delay_cost=plan.delay_cost,
        lower_bound=plan.lower_bound,
        gap=plan.gap,
        baselines=dict(plan.baselines),
        method=plan.method,
        bound_method=plan.bound_method,
        odds_method=found.method,
        impossible=advice.impossible,
    )


def price_start(advice: Advice, works: Sequence[Work], *, moved: str, at: date, from_on: date, unit: str) -> MovePrice:
    """What it costs to start something on a day, beside the plan that costs least."""
    from truenorth.engines.sequencing import StartAt, price

    [work] = [each for each in works if each.id == moved]
    first, last = _ends(work)
    weeks = max(0.0, (at - from_on).days / DAYS)
    if round(advice.plan.starts[first] * DAYS) == round(weeks * DAYS):
        return MovePrice(cost=0.0, unit=unit, is_against_advice=False, words="It starts when the plan says.")
    found = price(advice.plan, StartAt(first, weeks))
    titles = {_ends(each)[1]: each.title for each in works}
    later = {titles[id_]: weeks for id_, weeks in found.moved.items() if id_ in titles and id_ != last and weeks > 0}
    return MovePrice(
        cost=found.cost,
        unit=unit,
        is_against_advice=found.cost > AGAINST * max(1.0, advice.plan.delay_cost),
        later=later,
        newly_late=[titles[late.id] for late in found.newly_late if late.id in titles],
        words=_say_price(found, later, unit),
    )


def _say_price(price: "Price", later: Mapping[str, float], unit: str) -> str:
    if not later and price.cost <= 0:
        return "It costs nothing beside the plan."
    shown = [f"{title} {weeks:.1f} weeks later" for title, weeks in list(later.items())[:3]]
    more = f" and {len(later) - 3} more" if len(later) > 3 else ""
    effects = f": {', '.join(shown)}{more}" if shown else ""
    return f"It costs {price.cost:,.1f} {unit} beside the plan{effects}.".replace("  ", " ")


def _items(works: Sequence[Work], from_on: date) -> list["Item"]:
    ends = {work.id: _ends(work)[1] for work in works}
    return [item for work in works for item in _items_of(work, ends, from_on)]


def _items_of(work: Work, ends: Mapping[str, str], from_on: date) -> list["Item"]:
    """One item, or one for each piece, each after the one before; the last one has the deadline."""
    from truenorth.engines.sequencing import Item

    pieces = _pieces(work)
    items: list[Item] = []
    for index, piece in enumerate(pieces):
        share = piece.effort_percent / WHOLE
        items.append(
            Item(
                piece.id,
                weight=work.weight * piece.value_percent / WHOLE,
                duration=work.effort_weeks * share,
                after=(items[-1].id,) if items else tuple(ends[each] for each in work.after if each in ends),
                team=work.team,
                release=_weeks(work.not_before_on, from_on) or 0.0,
                deadline=_weeks(work.deadline_on, from_on) if index == len(pieces) - 1 else None,
                spread=_scaled(work, share),
            )
        )
    return items


def _pieces(work: Work) -> list[Piece]:
    """The work as a whole, or its pieces that are not shipped and what all of them leave."""
    if not work.pieces:
        return [Piece(work.id, work.title, WHOLE, WHOLE)]
    value = WHOLE - sum(piece.value_percent for piece in work.pieces)
    effort = WHOLE - sum(piece.effort_percent for piece in work.pieces)
    pieces = [piece for piece in work.pieces if not piece.is_shipped]
    if value > ROUNDING or effort > ROUNDING or not pieces:
        pieces.append(Piece(f"{work.id}:rest", "The rest", max(0.0, value), max(0.0, effort)))
    return pieces


def _ends(work: Work) -> tuple[str, str]:
    pieces = _pieces(work)
    return pieces[0].id, pieces[-1].id


def _scaled(work: Work, share: float) -> tuple[float, float] | None:
    if work.spread is None or share <= 0 or work.effort_weeks <= 0:
        return None
    low, high = work.spread
    return (low * share, high * share) if 0 < low <= work.effort_weeks <= high else None


def _teams(works: Iterable[Work], crews: Iterable[Crew], from_on: date) -> list["Team"]:
    from truenorth.engines.sequencing import Team

    used = {work.team for work in works}
    return [Team(crew.id, capacity=crew.seats, away=tuple(_away(crew, from_on))) for crew in crews if crew.id in used]


def _away(crew: Crew, from_on: date) -> Iterable[tuple[float, float]]:
    """Absences in weeks from the start of the plan; their last day is one of them."""
    for first, last in crew.absences:
        until = (last - from_on).days + 1
        if until > 0:
            yield max(0.0, (first - from_on).days / DAYS), until / DAYS


def _weeks(day: date | None, from_on: date) -> float | None:
    return None if day is None else max(0.0, (day - from_on).days / DAYS)


def _without_deadline(work: Work, impossible: Sequence[str]) -> Work:
    return replace(work, deadline_on=None) if work.id in impossible else work


def _work_of(works: Iterable[Work], item: str) -> str:
    return next(work.id for work in works if item in {piece.id for piece in _pieces(work)})


def _slot(work: Work, plan: "Plan", odds: "Odds", from_on: date) -> Slot:
    first, last = _ends(work)
    dates = odds.dates[last]
    starts_on, target_on = _day(plan.starts[first], from_on), _day(plan.finishes[last], from_on)
    return Slot(
        id=work.id,
        starts_on=min(starts_on, work.begun_on) if work.begun_on else starts_on,
        target_on=target_on,
        p10_on=_day(dates.p10, from_on),
        p50_on=_day(dates.p50, from_on),
        p90_on=_day(dates.p90, from_on),
        chance=odds.chance(last, by=max((target_on - from_on).days / DAYS, plan.finishes[last])),
        on_time=dates.on_time,
        is_late=any(late.id == last for late in plan.late),
        pieces=tuple(
            PieceDates(
                piece.id, piece.title, _day(plan.starts[piece.id], from_on), _day(plan.finishes[piece.id], from_on)
            )
            for piece in (_pieces(work) if work.pieces else ())
        ),
    )


def _day(weeks: float, from_on: date) -> date:
    """The nearest day, so that what follows another does not overlap it."""
    return from_on + timedelta(days=round(weeks * DAYS))


def write_proposal(proposal: Proposal) -> dict[str, Any]:
    """The proposal as JSON has it."""
    return {
        "delay_cost": proposal.delay_cost,
        "lower_bound": proposal.lower_bound,
        "gap": proposal.gap,
        "baselines": dict(proposal.baselines),
        "method": proposal.method,
        "bound_method": proposal.bound_method,
        "odds_method": proposal.odds_method,
        "impossible": list(proposal.impossible),
        "slots": [_write_slot(slot) for slot in proposal.slots],
    }


def _write_slot(slot: Slot) -> dict[str, Any]:
    days = ("starts_on", "target_on", "p10_on", "p50_on", "p90_on")
    return {
        "id": slot.id,
        **{name: getattr(slot, name).isoformat() for name in days},
        "chance": slot.chance,
        "on_time": slot.on_time,
        "is_late": slot.is_late,
        "pieces": [
            {
                "id": piece.id,
                "title": piece.title,
                "starts_on": piece.starts_on.isoformat(),
                "target_on": piece.target_on.isoformat(),
            }
            for piece in slot.pieces
        ],
    }
