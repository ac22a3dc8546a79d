"""Slices of an initiative: the order that brings the most value first, and where more of it stops to be cheap."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)

WHOLE = 100.0
ROUNDING = 0.01


@dataclass(frozen=True, slots=True)
class Share:
    """What one slice brings and costs, in percent of its initiative."""

    value_percent: float
    effort_percent: float

    @property
    def ratio(self) -> float | None:
        """Value by effort; 1 is the initiative's own. None for what costs nothing."""
        return self.value_percent / self.effort_percent if self.effort_percent else None


@dataclass(frozen=True, slots=True)
class FrontierStep(Generic[T]):
    """A slice in the best order, and what all up to it bring and cost together."""

    id: T
    share: Share
    value_so_far: float
    effort_so_far: float
    score: float | None


@dataclass(frozen=True, slots=True)
class Plan(Generic[T]):
    """The steps in the best order. The first `knee` of them bring more than their share; `words` say it."""

    steps: tuple[FrontierStep[T], ...]
    knee: int
    words: str
    problems: Mapping[T, str]


def overfull_columns(slices: Iterable[Share]) -> dict[str, float]:
    """The columns whose slices add up to more than the whole, with their sums."""
    slices = list(slices)
    sums = {
        "value_percent": sum(share.value_percent for share in slices),
        "effort_percent": sum(share.effort_percent for share in slices),
    }
    return {name: total for name, total in sums.items() if total > WHOLE + ROUNDING}


def plan_slices(
    shares: Mapping[T, Share], *, after: Mapping[T, Sequence[T]], base_score: float | None = None
) -> Plan[T]:
    """The frontier of an initiative's slices: most value by effort first, none before what it waits for.

    The knee is where value so far runs furthest ahead of effort so far, both in percent of the initiative. A slice's
    score is the initiative's, with each gain and each cost times the slice's share: score times value by effort.
    Waiting in a circle is refused by CycleFound of the sequencing engine.
    """
    steps: list[FrontierStep[T]] = []
    value = effort = 0.0
    for each in _order(shares, after):
        share = shares[each]
        value, effort = value + share.value_percent, effort + share.effort_percent
        score = None if base_score is None or share.ratio is None else base_score * share.ratio
        steps.append(FrontierStep(each, share, value, effort, score))
    leads = [0.0, *(step.value_so_far - step.effort_so_far for step in steps)]
    knee = max(range(len(leads)), key=lambda place: (round(leads[place], 6), -place))
    return Plan(tuple(steps), knee, _words(steps, knee), _find_problems(shares))


def _order(shares: Mapping[T, Share], after: Mapping[T, Sequence[T]]) -> list[T]:
    """Least value waiting for effort, by the engine that sequences initiatives; among equals as given."""
    from truenorth.engines.sequencing import Item, sequence

    names = {each: f"{place:06d}" for place, each in enumerate(shares)}
    items = [
        Item(
            names[each],
            weight=share.value_percent,
            duration=share.effort_percent,
            after=[names[other] for other in after.get(each, ()) if other in names],
        )
        for each, share in shares.items()
    ]
    back = {name: each for each, name in names.items()}
    return [back[name] for name in sequence(items).order] if items else []


def _words(steps: Sequence[FrontierStep[T]], knee: int) -> str:
    if not steps:
        return "Nobody has cut this into slices."
    if knee == 0:
        return "No slice brings more than its share: this is as well done in one piece."
    first = steps[knee - 1]
    how_many = "The first slice brings" if knee == 1 else f"The first {knee} slices bring"
    rest = "" if knee == len(steps) else " What follows takes more of the effort than it brings of the value."
    return f"{how_many} {first.value_so_far:g} % of the value for {first.effort_so_far:g} % of the effort.{rest}"


def _find_problems(shares: Mapping[T, Share]) -> Mapping[T, str]:
    problems = {}
    for each, share in shares.items():
        if share.effort_percent == 0:
            problems[each] = "It costs no effort, so it has no value by effort."
        elif share.value_percent == 0:
            problems[each] = "It brings no value of its own."
    return problems
