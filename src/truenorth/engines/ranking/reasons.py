"""Why one candidate comes before another, in words: from parts of scores, evidence and constraints on record."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from truenorth.engines.ranking.errors import ItemUnknown, OutOfRange
from truenorth.engines.ranking.models import Column, Model
from truenorth.engines.ranking.scoring import Ranked
from truenorth.engines.ranking.wording import joined, number, percent, quoted, within

Strength = Literal["observed", "told", "asked", "internal"]
_LADDER: Mapping[Strength, tuple[str, str]] = {
    "observed": ("one person was watched at it", "{} people were watched at it"),
    "told": ("one person told how it happened to them", "{} people told how it happened to them"),
    "asked": ("one person said so when asked", "{} people said so when asked"),
    "internal": ("one colleague thinks so", "{} colleagues think so"),
}
_ENOUGH = 0.8
_MOST = 0.6
_FIRM, _SHAKY = 0.05, 0.25


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many people one rung of the ladder holds: observed, told, asked or internal, the strongest first.

    >>> Evidence("observed", 6).people
    6
    """

    strength: Strength
    people: int


@dataclass(frozen=True, slots=True)
class Record:
    """What is on record about one candidate: evidence, and constraints in somebody's words, without a full stop."""

    evidence: Sequence[Evidence] = ()
    constraints: Sequence[str] = ()


def why_before(
    first: Ranked,
    second: Ranked,
    model: Model,
    *,
    records: Mapping[str, Record] | None = None,
    swap: float | None = None,
) -> str:
    """Say why `first` comes before `second`; a few sentences that hold nothing but what was given.

    A column's share of the difference is what the score changes when that column alone goes from one candidate's
    number to the other's, in the mean over doing it in either; columns that are the same stay unsaid. `records` are by
    candidate id. `swap` is the chance that the second is really above. Raises ItemUnknown for a candidate without
    a rank, and OutOfRange where the second ranks above the first.

    >>> from truenorth.engines.ranking import WSJF, Candidate, rank
    >>> keys = [column.key for column in WSJF.columns]
    >>> rows = {"Guided tour": (13, 8, 5, 3), "CRM button": (5, 13, 2, 5)}
    >>> tour, button = rank([Candidate(t, t, {k: [n] for k, n in zip(keys, row)}) for t, row in rows.items()], WSJF)
    >>> print(why_before(tour, button, WSJF))
    “Guided tour” comes before “CRM button”: by WSJF it scores 8.7, the other 4. It has the \
lower effort (3 against 5) and the higher user value (13 against 5). “CRM button” has the higher business value \
(13 against 8), and that does not outweigh it.
    """
    if _rank(first) > _rank(second):
        raise OutOfRange(f"is {first.rank}, after {second.rank} of {second.id}", field="rank", item=first.id)
    sentences = [
        *_by_scores(first, second, model),
        *_by_evidence(first, second, records or {}),
        *_by_constraints(first, second, records or {}),
        *_by_firmness(first, second, swap),
    ]
    return " ".join(sentences)


def _rank(one: Ranked) -> int:
    if one.rank is None:
        raise ItemUnknown("has no rank yet", field="rank", item=one.id)
    return one.rank


def _by_scores(first: Ranked, second: Ranked, model: Model) -> list[str]:
    ahead, behind = quoted(first.title), quoted(second.title)
    if first.rank == second.rank:
        same = f"{ahead} and {behind} score the same by {model.name}, {number(first.score)}"
        return [f"{same}: the numbers put neither first."]
    opening = f"{ahead} comes before {behind}: by {model.name} it scores {number(first.score)}, "
    shares = _shares(first, second, model)
    for_it, against = _heaviest(shares, 1), _heaviest(shares, -1)
    sentences = [f"{opening}the other {number(second.score)}."]
    if for_it:
        sentences.append(f"It has {joined(_leads(first, second, for_it, shares))}.")
    if against:
        leads = joined([_lead(second, first, column) for column in against])
        sentences.append(f"{behind} has {leads}, and that does not outweigh it.")
    return sentences


def _shares(first: Ranked, second: Ranked, model: Model) -> dict[Column, float]:
    """What each differing column adds to the difference of the scores; NaN where a mixture has no score."""
    ours, theirs = first.means, second.means
    return {
        column: (
            model.score({**theirs, column.key: ours[column.key]})
            - model.score(theirs)
            + model.score(ours)
            - model.score({**ours, column.key: theirs[column.key]})
        )
        / 2
        for column in model.columns
        if ours[column.key] != theirs[column.key]
    }


def _heaviest(shares: Mapping[Column, float], sign: int) -> list[Column]:
    """The columns on one side, heaviest first, until they make up most of that side."""
    side = {column: sign * share for column, share in shares.items() if sign * share > 0}
    heaviest = sorted(side, key=lambda column: -side[column])
    reached = 0.0
    for count, column in enumerate(heaviest, start=1):
        reached += side[column]
        if reached >= _ENOUGH * math.fsum(side.values()):
            return heaviest[:count]
    return heaviest


def _leads(first: Ranked, second: Ranked, columns: Sequence[Column], shares: Mapping[Column, float]) -> list[str]:
    leads = [_lead(first, second, column) for column in columns]
    whole = math.fsum(share for share in shares.values() if share > 0)
    if len(columns) > 1 and shares[columns[0]] > _MOST * whole:
        leads[0] += ", which makes most of the difference"
        return [leads[0] + ",", *leads[1:]] if len(leads) == 2 else leads
    return leads


def _lead(one: Ranked, other: Ranked, column: Column) -> str:
    here, there = one.means[column.key], other.means[column.key]
    return (
        f"the {'higher' if here > there else 'lower'} {within(column.label)} ({number(here)} against {number(there)})"
    )


def _by_evidence(first: Ranked, second: Ranked, records: Mapping[str, Record]) -> list[str]:
    said = {one.id: _evidence(records[one.id].evidence) for one in (first, second) if one.id in records}
    told = [f"For {quoted(one.title)}, {said[one.id]}." for one in (first, second) if said.get(one.id)]
    silent = [quoted(one.title) for one in (first, second) if said.get(one.id) == ""]
    return told + ([f"No evidence is on record for {joined(silent)}."] if silent else [])


def _evidence(given: Sequence[Evidence]) -> str:
    people: dict[Strength, int] = dict.fromkeys(_LADDER, 0)
    for each in given:
        people[each.strength] += each.people
    return joined([_LADDER[rung][count > 1].format(count) for rung, count in people.items() if count])


def _by_constraints(first: Ranked, second: Ranked, records: Mapping[str, Record]) -> list[str]:
    sentences = []
    for one in (first, second):
        words = [each.strip().rstrip(".") for each in records[one.id].constraints] if one.id in records else []
        if words:
            noun = "a constraint" if len(words) == 1 else "constraints"
            sentences.append(f"{quoted(one.title)} has {noun}: {'; '.join(words)}.")
    return sentences


def _by_firmness(first: Ranked, second: Ranked, swap: float | None) -> list[str]:
    if swap is None or first.rank == second.rank:
        return []
    turned = f"{quoted(second.title)} stands above in {percent(swap)} of the draws"
    if swap < _FIRM:
        return [f"The order is firm: with a notch of noise {turned}."]
    if swap < _SHAKY:
        return [f"The order is fairly firm: with a notch of noise {turned}."]
    return [f"The order is not firm: with a notch of noise {turned}."]
