"""Trees of paths: one for each bucket, and the one that they make when rare steps are folded."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

OTHER = "Other"
_SMALL = 4096
Longs = NDArray[np.int64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False, slots=True)
class Tree:
    """The paths of one bucket, counted.

    Node 0 is the root; every other node is a step that follows its parent, a node of a lower number and one level
    less; the children of the root, of level 1, are anchors. `labels` are places in `names`; `counts` the paths
    through the node. `anchors` counts the anchors, those without a path included.
    """

    parents: Ints
    labels: Ints
    levels: NDArray[np.int8]
    counts: Longs
    names: tuple[str, ...]
    anchors: int


@dataclass(frozen=True, eq=False, slots=True)
class Level:
    """The nodes of one level of the merged tree, by parent and then label.

    `parents` are places in the level before; `ended` the paths that end at the node.
    """

    parents: Longs
    labels: Longs
    counts: Longs
    ended: Longs


@dataclass(frozen=True, eq=False, slots=True)
class Merged:
    """All buckets' paths: levels from the anchors on; labels are places in `names`, which are in order."""

    names: tuple[str, ...]
    levels: tuple[Level, ...]


def merge(trees: Sequence[Tree], *, top: int | None, kept: frozenset[str] = frozenset()) -> Merged:
    """Add trees up. On each level all but the `top` commonest labels become OTHER; `kept` ones never do.

    Ties of labels go by name. None keeps all.

    >>> tree = Tree(np.array([0, 0]), np.array([0, 0]), np.array([0, 1], np.int8), np.array([0, 3]), ("view",), 3)
    >>> merged = merge([tree, tree], top=10)
    >>> [merged.names[label] for label in merged.levels[0].labels], merged.levels[0].counts.tolist()
    (['view'], [6])
    """
    names = tuple(sorted({OTHER, *(name for tree in trees for name in tree.names)}))
    place_of = {name: place for place, name in enumerate(names)}
    local = [np.array([place_of[name] for name in tree.names], np.int64) for tree in trees]
    is_kept = np.array([name in kept for name in names], np.bool_)
    into = [np.zeros(tree.parents.size, np.int64) for tree in trees]
    deepest = max((int(tree.levels.max(initial=0)) for tree in trees), default=0)
    found: list[Level] = []
    for level in range(1, deepest + 1):
        nodes = [np.flatnonzero(tree.levels == level) for tree in trees]
        sizes = np.cumsum([each.size for each in nodes])[:-1]
        labels = _joined([own[tree.labels[at]] for own, tree, at in zip(local, trees, nodes, strict=True)])
        counts = _joined([tree.counts[at] for tree, at in zip(trees, nodes, strict=True)])
        parents = _joined([to[tree.parents[at]] for to, tree, at in zip(into, trees, nodes, strict=True)])
        folded = _folded(labels, counts, is_kept, other=place_of[OTHER], top=top)
        keys, place = ranked(parents * len(names) + folded)
        for to, at, part in zip(into, nodes, np.split(place, sizes), strict=True):
            to[at] = part
        sums = _sums(place, counts, keys.size)
        found.append(Level(keys // len(names), keys % len(names), sums, sums.copy()))
        if level > 1:
            found[-2].ended[:] -= _sums(found[-1].parents, sums, found[-2].counts.size)
    return Merged(names, tuple(found))


def _joined(parts: Sequence[NDArray[np.generic]]) -> Longs:
    return np.concatenate([np.empty(0, np.int64), *parts]).astype(np.int64)


def ranked(values: Longs) -> tuple[Longs, Longs]:
    """The distinct values, ascending, and the place of each value among them; no sort where they are small."""
    size = int(values.max(initial=-1)) + 1
    if size > 8 * values.size + _SMALL:
        found, place = np.unique(values, return_inverse=True)
        return found, place.reshape(-1)
    is_there = np.zeros(size, np.bool_)
    is_there[values] = True
    distinct = np.flatnonzero(is_there)
    places = np.empty(size, np.int64)
    places[distinct] = np.arange(distinct.size)
    return distinct, places[values]


def _sums(places: Longs, counts: Longs, size: int) -> Longs:
    sums = np.zeros(size, np.int64)
    np.add.at(sums, places, counts)
    return sums


def _folded(labels: Longs, counts: Longs, is_kept: NDArray[np.bool_], *, other: int, top: int | None) -> Longs:
    if top is None:
        return labels
    sums = _sums(labels, counts, is_kept.size)
    ranked = np.where(is_kept, 0, sums)
    is_named = is_kept.copy()
    best = np.argsort(-ranked, kind="stable")[:top]
    is_named[best[ranked[best] > 0]] = True
    return np.where(is_named[labels], labels, other)


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """Paths as rows of labels from the anchor on, -1 after the end; the commonest first, ties by the labels."""

    labels: Longs
    counts: Longs


def commonest(merged: Merged, limit: int) -> Rows:
    """The `limit` commonest paths."""
    ended = np.concatenate([np.empty(0, np.int64), *(level.ended for level in merged.levels)])
    ended = ended[ended > 0]
    least = int(np.partition(ended, ended.size - limit)[ended.size - limit]) if ended.size > limit else 1
    parts = [_climb(merged, depth, least) for depth in range(len(merged.levels))]
    labels = np.concatenate([np.empty((0, len(merged.levels)), np.int64), *(part.labels for part in parts)])
    counts = np.concatenate([np.empty(0, np.int64), *(part.counts for part in parts)])
    order = np.lexsort((*labels.T[::-1], -counts))[:limit]
    return Rows(labels[order], counts[order])


def _climb(merged: Merged, depth: int, least: int) -> Rows:
    """The paths that end on a level, at least so common."""
    level = merged.levels[depth]
    nodes = np.flatnonzero(level.ended >= least)
    counts = level.ended[nodes]
    labels = np.full((nodes.size, len(merged.levels)), -1, np.int64)
    for at in range(depth, -1, -1):
        labels[:, at] = merged.levels[at].labels[nodes]
        nodes = merged.levels[at].parents[nodes]
    return Rows(labels, counts)


def distinct(merged: Merged) -> int:
    """How many different paths there are."""
    return sum(int(np.count_nonzero(level.ended)) for level in merged.levels)


@dataclass(frozen=True, eq=False, slots=True)
class Links:
    """Labels of two neighbouring columns, the inner one nearer to the anchor, and how many paths link them."""

    inner: Longs
    outer: Longs
    counts: Longs


def links(merged: Merged, depth: int) -> Links:
    """The links out of one column, by their labels."""
    if depth + 1 >= len(merged.levels):
        return Links(*(np.empty(0, np.int64) for _ in range(3)))
    size, outer = len(merged.names), merged.levels[depth + 1]
    pairs, place = ranked(merged.levels[depth].labels[outer.parents] * size + outer.labels)
    return Links(pairs // size, pairs % size, _sums(place, outer.counts, pairs.size))


def drop_offs(merged: Merged, depth: int) -> tuple[Longs, Longs]:
    """Labels of a column at which paths end, and how many."""
    if depth >= len(merged.levels):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    level = merged.levels[depth]
    ended = _sums(level.labels, level.ended, len(merged.names))
    labels = np.flatnonzero(ended)
    return labels, ended[labels]
