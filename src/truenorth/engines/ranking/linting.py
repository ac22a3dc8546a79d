"""What is wrong with how a list was scored, though it can be ranked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from truenorth.engines.ranking.models import Column, Model
from truenorth.engines.ranking.scoring import Candidate

Rule = Literal["off_scale", "no_smallest", "one_column_at_a_time", "inflated", "double_counting"]
ALIKE = 0.9
FEWEST = 4
_INFLATED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: the rule, the columns that it is about, the candidate where it is one, and words."""

    rule: Rule
    columns: tuple[str, ...]
    words: str
    item: str | None = None


def lint(items: Iterable[Candidate], model: Model) -> list[Finding]:
    """Look at the scale, the progress and the columns of a scored list; nothing found is an empty list.

    For columns with a scale, by SAFe's rules: only its numbers, at least one candidate with the smallest (it is the
    measure of the others), and one column finished before the next is begun. Of any model: a column in which
    more than half of the candidates hold the two highest numbers tells little (inflated), and two columns whose
    means correlate above 0.9 may count one thing twice. The last two look at FEWEST candidates or more.

    >>> from truenorth.engines.ranking import WSJF
    >>> rows = {"a": (8, 8, 4, 2), "b": (5, 5, 1, 3), "c": (1, 1, 3, 5), "d": (13, 13, 1, 8)}
    >>> keys = [column.key for column in WSJF.columns]
    >>> items = [Candidate(id, id, {key: [n] for key, n in zip(keys, row)}) for id, row in rows.items()]
    >>> for finding in lint(items, WSJF):
    ...     print(finding.rule, finding.columns, finding.item)
    off_scale ('risk_reduction',) a
    no_smallest ('effort',) None
    double_counting ('user_value', 'business_value') None
    """
    listed = list(items)
    return [
        finding for rule in (_off_scale, _no_smallest, _half_done, _inflated, _alike) for finding in rule(listed, model)
    ]


def _off_scale(items: Sequence[Candidate], model: Model) -> Iterator[Finding]:
    for item in items:
        for column in _scaled(model):
            wrong = sorted({number for number in item.ratings.get(column.key, ()) if not column.admits(number)})
            if wrong:
                given = ", ".join(f"{number:g}" for number in wrong)
                words = f"{column.label} of {item.title or item.id} is {given}; the scale is {_numbers(column)}."
                yield Finding("off_scale", (column.key,), words, item.id)


def _no_smallest(items: Sequence[Candidate], model: Model) -> Iterator[Finding]:
    for column in _scaled(model):
        given = [number for item in items for number in item.ratings.get(column.key, ())]
        if given and _smallest(column) not in given and not column.answers:
            smallest = f"{_smallest(column):g}"
            words = f"No candidate has {smallest} in {column.label}: the smallest one is the measure of the others."
            yield Finding("no_smallest", (column.key,), words)


def _half_done(items: Sequence[Candidate], model: Model) -> Iterator[Finding]:
    missing = {
        column.label: (column.key, sum(not item.ratings.get(column.key) for item in items)) for column in _scaled(model)
    }
    begun = {label: (key, lacking) for label, (key, lacking) in missing.items() if 0 < lacking < len(items)}
    if len(begun) > 1:
        lacks = ", ".join(f"{label} ({lacking} missing)" for label, (_, lacking) in begun.items())
        words = f"Several columns are begun and not finished: {lacks}. Scored one at a time, each has one measure."
        yield Finding("one_column_at_a_time", tuple(key for key, _ in begun.values()), words)


def _inflated(items: Sequence[Candidate], model: Model) -> Iterator[Finding]:
    for column in _scaled(model):
        means = _means(items, column)
        means = means[np.isfinite(means)]
        if len(means) >= FEWEST and not column.answers:
            high = int(np.count_nonzero(means >= _scale(column)[-2]))
            if high > _INFLATED_SHARE * len(means):
                words = f"{high} of {len(means)} candidates have {_scale(column)[-2]:g} or more in {column.label}: "
                yield Finding("inflated", (column.key,), words + "where all is high, nothing stands out.")


def _alike(items: Sequence[Candidate], model: Model) -> Iterator[Finding]:
    means = {column.key: _means(items, column) for column in model.columns}
    for one, other in combinations(model.columns, 2):
        both = np.isfinite(means[one.key]) & np.isfinite(means[other.key])
        x, y = means[one.key][both], means[other.key][both]
        if len(x) < FEWEST or not np.ptp(x) or not np.ptp(y):
            continue
        with np.errstate(all="ignore"):
            alike = float(np.corrcoef(x, y)[0, 1])
        if alike > ALIKE:
            words = f"{one.label} and {other.label} rise and fall together (correlation {alike:.2f} over {len(x)} "
            opposed = (one in model.costs) != (other in model.costs)
            doubt = "one offsets the other, and little is left to tell by" if opposed else "one thing may count twice"
            yield Finding("double_counting", (one.key, other.key), f"{words}candidates): {doubt}.")


def _scaled(model: Model) -> list[Column]:
    return [column for column in model.columns if column.scale]


def _scale(column: Column) -> tuple[float, ...]:
    return column.scale or ()


def _smallest(column: Column) -> float:
    return _scale(column)[0]


def _numbers(column: Column) -> str:
    return ", ".join(f"{number:g}" for number in _scale(column))


def _means(items: Sequence[Candidate], column: Column) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The mean of each candidate's ratings, NaN where there are none."""
    given = [item.ratings.get(column.key) for item in items]
    return np.array([sum(ratings) / len(ratings) if ratings else np.nan for ratings in given], np.float64)
