"""Sidney's decomposition: blocks of items in an order that some cheapest order keeps."""

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.kernels import fixed
from truenorth.engines.sequencing.kernels import densest
from truenorth.engines.sequencing.problem import Shop, connected, part_of

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_TIE = 1e-9


def sidney_blocks(shop: Shop) -> list[Ints]:
    """Blocks of items, in order, such that a cheapest order for one team does one block after the other.

    The first block is the set with the most weight per duration among those that hold all they wait for, and so on
    (Sidney, Operations Research 1975). Items that do not wait for each other are divided apart and merged by density;
    a set is split at its own density by a minimum cut (Lawler, 1978) until no beginning of it is denser, and for ties
    until none is as dense.
    """
    blocks = _split(shop)
    ranks = np.full(shop.size, np.inf)
    for block in blocks:
        before = [each for item in block.tolist() for each in shop.prerequisites(item)]
        ranks[block] = min(_density(shop, block), ranks[before].min(initial=np.inf))
    return sorted(blocks, key=lambda block: -ranks[block[0]])


def _split(shop: Shop) -> list[Ints]:
    """The blocks, each after those that it waits for."""
    blocks: list[Ints] = []
    waiting = [np.arange(shop.size, dtype=np.int32)]
    while waiting:
        members = waiting.pop()
        part = part_of(shop, members)
        apart = connected(part, by_team=False)
        if len(apart) > 1:
            waiting += [members[some] for some in reversed(apart)]
            continue
        if _is_even(part):
            blocks += [members[[item]] for item in part.one_by_one()]
        elif (first := _beginning(part)).all():
            blocks.append(members)
        else:
            waiting += [members[~first], members[first]]
    return blocks


def _density(shop: Shop, members: Ints) -> float:
    duration = float(shop.duration[members].sum())
    weight = float(shop.weight[members].sum())
    return weight / duration if duration else np.inf


def _is_even(part: Shop) -> bool:
    """Every item is as dense as the whole, so that any order costs the same."""
    return np.array_equal(part.weight * part.duration.sum(), part.duration * part.weight.sum())


def _beginning(part: Shop) -> Flags:
    """A part of it to do first, that is denser than the whole or as dense; all of it where there is none."""
    density = _density(part, np.arange(part.size, dtype=np.int32))
    roots = np.flatnonzero(np.diff(part.before) == 0)
    gain = part.weight - density * part.duration
    if (first := _densest(part, gain)).any():
        return first
    favour = _TIE * float(np.abs(gain).sum()) or 1.0
    for root in roots:
        first = _densest(part, gain + favour * (np.arange(part.size) == root))
        if first.any() and not first.all():
            return first
    return np.ones(part.size, np.bool_)


def _densest(part: Shop, gain: Floats) -> Flags:
    found = np.zeros(part.size, np.bool_)
    densest(fixed(gain), part.before, part.befores, part.after, part.afters, found)
    return found
