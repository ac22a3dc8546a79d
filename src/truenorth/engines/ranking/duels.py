"""Two models on one list: who ranks differently, and why."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from truenorth.engines.ranking.models import Column, Model
from truenorth.engines.ranking.scoring import Candidate, rank
from truenorth.engines.ranking.wording import number, quoted, within


@dataclass(frozen=True, slots=True)
class Difference:
    """A candidate that two models rank differently, with the reason in words."""

    id: str
    title: str
    first_rank: int
    second_rank: int
    reason: str


def duel(items: Iterable[Candidate], first: Model, second: Model) -> list[Difference]:
    """Rank by both models and tell whose ranks differ, the largest difference first.

    Candidates hold the columns of both models; whoever is not fully rated for both is left out of both. The reason
    names a column that only one model counts and in which the candidate stands out the way that its rank moves.
    Raises what `rank` raises.

    >>> from truenorth.engines.ranking import custom_model
    >>> urgent, plain = (
    ...     custom_model("(value + urgency) / size", name="Urgent"), custom_model("value / size", name="Plain"))
    >>> rows = {"Report": (5, 1, 2), "Tax rule": (3, 20, 2), "Theme": (2, 1, 2)}
    >>> items = [Candidate(t, t, dict(value=[v], urgency=[u], size=[s])) for t, (v, u, s) in rows.items()]
    >>> for each in duel(items, urgent, plain):
    ...     print(each.first_rank, each.second_rank, each.reason)
    2 1 “Report”: Urgent counts urgency, where 1 of the other 2 stands better (1; the median is 1).
    1 2 “Tax rule”: Urgent counts urgency, where it stands better than 2 of the other 2 (20; the median is 1).
    """
    listed = [item for item in items if _is_rated(item, first) and _is_rated(item, second)]
    ours, theirs = _Side(first, listed), _Side(second, listed)
    differing = [
        Difference(item.id, item.title, ours.rank(item), theirs.rank(item), _reason(item, ours, theirs))
        for item in listed
        if ours.rank(item) != theirs.rank(item)
    ]
    return sorted(differing, key=lambda one: (-abs(one.first_rank - one.second_rank), one.title, one.id))


def _is_rated(item: Candidate, model: Model) -> bool:
    return all(item.ratings.get(column.key) for column in model.columns)


class _Side:
    """One of the two models, with the list as it ranks it."""

    def __init__(self, model: Model, items: Sequence[Candidate]) -> None:
        self.model, self.keys = model, {column.key for column in model.columns}
        ranked = rank([_seen(item, self.keys) for item in items], model)
        self._by_id = {one.id: one for one in ranked}
        self._values = {key: np.array([one.means[key] for one in ranked]) for key in self.keys}

    def rank(self, item: Candidate) -> int:
        """All are fully rated, so that each has one."""
        return self._by_id[item.id].rank or 0

    def standing(self, item: Candidate, column: Column) -> "_Standing":
        """How many others the candidate is ahead of, and behind, in one column."""
        values, own = self._values[column.key], self._by_id[item.id].means[column.key]
        ahead, behind = int(np.count_nonzero(values < own)), int(np.count_nonzero(values > own))
        if not self._is_wanted(column):
            ahead, behind = behind, ahead
        return _Standing(self.model, column, own, float(np.median(values)), ahead, behind, len(values) - 1)

    def _is_wanted(self, column: Column) -> bool:
        """Whether more of the column means a higher score, over the whole list."""
        return bool(np.nanmean(self.model.slopes(self._values, column.key)) >= 0)


def _seen(item: Candidate, keys: Collection[str]) -> Candidate:
    return Candidate(item.id, item.title, {key: item.ratings[key] for key in keys})


@dataclass(frozen=True, slots=True)
class _Standing:
    model: Model
    column: Column
    own: float
    middle: float
    ahead: int
    behind: int
    others: int

    @property
    def lead(self) -> int:
        return self.ahead - self.behind

    def words(self) -> str:
        column = within(self.column.label)
        verb = "stands" if self.behind == 1 else "stand"
        where = (
            f"it stands better than {self.ahead:,} of the other {self.others:,}"
            if self.lead > 0
            else f"{self.behind:,} of the other {self.others:,} {verb} better"
        )
        numbers = f"({number(self.own)}; the median is {number(self.middle)})"
        return f"{self.model.name} counts {column}, where {where} {numbers}"


def _reason(item: Candidate, first: _Side, second: _Side) -> str:
    favours, other = (first, second) if first.rank(item) < second.rank(item) else (second, first)
    lifting = _standings(item, favours, other, sign=1)[:1]
    pressing = _standings(item, other, favours, sign=-1)[:1]
    causes = "; ".join(standing.words() for standing in (*lifting, *pressing))
    if not causes and favours.keys == other.keys:
        formulas = (f"{each.model.name} as {each.model.text}" for each in (favours, other))
        causes = f"both count the same columns, {', '.join(formulas)}"
    return f"{quoted(item.title)}: {causes or 'others move past it, by what only one of the models counts'}."


def _standings(item: Candidate, side: _Side, other: _Side, *, sign: int) -> list[_Standing]:
    """How it stands in the columns that only one side counts, where it stands on the good (1) or bad (-1) half."""
    only = [column for column in side.model.columns if column.key not in other.keys]
    found = [side.standing(item, column) for column in only]
    return sorted((each for each in found if sign * each.lead > 0), key=lambda each: -abs(each.lead))
