"""How journeys are answered: a tree of paths from each bucket, added up."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT, column_of
from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.letters import UNSEEN, Condition, Letters, spell, walk_of
from truenorth.engines.events.asking.plan import Plan
from truenorth.engines.events.asking.postings import list_rows
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.journeys.kernels import (
    BACKWARD,
    BETWEEN,
    COUNT,
    FORWARD,
    FROM,
    LABEL,
    LEVEL,
    PARENT,
    SEEN,
    SHOWN,
    TO,
    Rules,
    grow_from,
    grow_pairs,
    grow_paths,
)
from truenorth.engines.events.journeys.plan import Journey, Transitions
from truenorth.engines.events.journeys.result import JourneyResult, Path, Transition, TransitionsResult
from truenorth.engines.events.journeys.trees import (
    Longs,
    Merged,
    Tree,
    commonest,
    distinct,
    drop_offs,
    links,
    merge,
    ranked,
)
from truenorth.engines.events.sessions.kernels import Rows
from truenorth.engines.events.sessions.plan import LONGEST_SECONDS
from truenorth.engines.events.sessions.rows import (
    AFTER_ALL,
    NONE,
    RARE,
    EventNames,
    event_names,
    moments_of,
    wide_codes,
)
from truenorth.engines.events.times import MICROS, duration_words
from truenorth.engines.kernels import fixed

END, BEGIN = "(end)", "(begin)"
MOST_LABELS = 2**31
MOST_IN_TABLE = 1024
_STARTS = 2
_MODES = {"from": FORWARD, "to": BACKWARD, "between": BETWEEN}


@dataclass(frozen=True)
class JourneyQuestion:
    """Answers a `Journey`."""

    plan: Journey

    def columns(self) -> frozenset[str]:
        """The event, and the properties of the filters and of `by`."""
        return _columns(self.plan, self.plan.by)

    def read(self, histories: Histories, about: Provenance) -> Tree:  # noqa: ARG002 - as every question
        """One pass; the tree is as large as the paths are different."""
        return _tree(self.plan, histories)

    def answer(self, partials: Sequence[Tree], about: Provenance) -> JourneyResult:
        """Rare steps fold by their counts over all buckets, so that nothing depends on how actors are spread."""
        plan = self.plan
        merged = merge(partials, top=plan.top, kept=self._goals(partials))
        total = int(merged.levels[0].counts.sum()) if merged.levels else 0
        return JourneyResult(
            mode=plan.mode,
            paths=self._paths(merged),
            transitions=tuple(self._transitions(merged)),
            starts=sum(tree.anchors for tree in partials),
            total=total,
            distinct=distinct(merged),
            method=f"{_JOURNEY[plan.mode].format(plan=plan)} {self._method()} {about.words()}",
            snapshot=about.snapshot,
        )

    def _goals(self, partials: Sequence[Tree]) -> frozenset[str]:
        """Names of the steps at which a journey between two events arrives."""
        goal = self.plan.to_event
        if self.plan.mode != "between" or goal is None:
            return frozenset()
        if self.plan.by is None:
            return frozenset({goal})
        return frozenset(name for tree in partials for name in tree.names if name.startswith(f"{goal} · "))

    def _paths(self, merged: Merged) -> tuple[Path, ...]:
        rows = commonest(merged, self.plan.limit)
        order = -1 if self.plan.mode == "to" else 1
        steps = [tuple(merged.names[label] for label in row if label >= 0)[::order] for row in rows.labels]
        return tuple(Path(each, int(count)) for each, count in zip(steps, rows.counts, strict=True))

    def _transitions(self, merged: Merged) -> list[Transition]:
        stop = BEGIN if self.plan.mode == "to" else END
        names = (*merged.names, stop)
        rank = 2 * np.arange(len(names))
        rank[-1] = 2 * bisect_left(merged.names, stop) - 1
        found: list[Transition] = []
        for depth in range(self.plan.depth):
            link = links(merged, depth)
            inner, outer, counts = link.inner, link.outer, link.counts
            if self.plan.mode != "between":
                labels, ended = drop_offs(merged, depth)
                inner, counts = np.concatenate([inner, labels]), np.concatenate([counts, ended])
                outer = np.concatenate([outer, np.full(labels.size, len(names) - 1)])
            position, source, target = (-depth - 1, outer, inner) if self.plan.mode == "to" else (depth, inner, outer)
            order = np.lexsort((rank[target], rank[source], -counts))
            found += _listed(names, position, source[order], target[order], counts[order])
        return found

    def _method(self) -> str:
        plan = self.plan
        counted = "Every anchor counts." if plan.count == "totals" else _ONCE[plan.mode]
        window = f" Steps lie within {duration_words(plan.window)} of the anchor." if plan.window is not None else ""
        return (
            f"{counted}{window}{_sequence(plan)} In each column all but the {plan.top} commonest steps are "
            '"Other". Events of one instant stand in order of arrival.'
        )


@dataclass(frozen=True)
class TransitionsQuestion:
    """Answers `Transitions`: journeys of one step from every event."""

    plan: Transitions

    def columns(self) -> frozenset[str]:
        """The event, and the properties of the filters and of `by`."""
        return _columns(self.plan, self.plan.by)

    def read(self, histories: Histories, about: Provenance) -> Tree:  # noqa: ARG002 - as every question
        """One pass over the bucket."""
        return _tree(self.plan, histories)

    def answer(self, partials: Sequence[Tree], about: Provenance) -> TransitionsResult:
        """Pairs add up."""
        merged = merge(partials, top=None)
        pairs = links(merged, 0)
        order = np.argsort(-pairs.counts, kind="stable")[: self.plan.limit]
        listed = _listed(merged.names, 0, pairs.inner[order], pairs.outer[order], pairs.counts[order])
        window = f" that lie within {duration_words(self.plan.window)}" if self.plan.window is not None else ""
        return TransitionsResult(
            transitions=tuple(listed),
            total=int(pairs.counts.sum()),
            distinct=pairs.counts.size,
            method=(
                f"Pairs of consecutive events of one actor{window}, whole histories.{_sequence(self.plan)} "
                f"Events of one instant stand in order of arrival. {about.words()}"
            ),
            snapshot=about.snapshot,
        )


_JOURNEY = {
    "from": "Paths of up to {plan.depth} steps after each {plan.from_event}; they may overlap.",
    "to": "Paths of up to {plan.depth} steps before each {plan.to_event}; they may overlap.",
    "between": (
        "Paths from each {plan.from_event} to the first {plan.to_event} after it, if that is among the next "
        "{plan.depth} steps and no other {plan.from_event} comes between; starts that do not arrive have no path."
    ),
}
_ONCE = {
    "from": "An actor counts once, with the first start.",
    "to": "An actor counts once, with the first end.",
    "between": "An actor counts once, with the first start that arrives.",
}


def _listed(names: Sequence[str], position: int, source: Longs, target: Longs, counts: Longs) -> list[Transition]:
    sources, targets = ([names[label] for label in labels.tolist()] for labels in (source, target))
    return list(map(Transition, repeat(position), sources, targets, counts.tolist()))


def _sequence(plan: Journey | Transitions) -> str:
    repeats = " The same step several times in a row is one step." if plan.collapse_repeats else ""
    sessions = (
        f" No path crosses a pause above {duration_words(plan.session_gap)} or lasts over 24 h."
        if plan.sessions
        else ""
    )
    by = f" Steps are told apart by {plan.by}." if plan.by is not None else ""
    return repeats + sessions + by


def _columns(plan: Plan, by: str | None) -> frozenset[str]:
    names = [each.property for each in plan.filters] + ([by] if by is not None else [])
    return frozenset({EVENT, *(column_of(name) for name in names)})


def _rules(plan: Journey | Transitions, values: int) -> Rules:
    """Transitions are journeys of one step from every event."""
    since, until = moments_of(plan)
    journey = plan if isinstance(plan, Journey) else None
    return Rules(
        mode=_MODES[journey.mode] if journey else FORWARD,
        depth=journey.depth if journey else 1,
        values=values,
        since=since,
        until=until,
        window=AFTER_ALL if plan.window is None else round(plan.window * MICROS),
        gap=round(plan.session_gap * MICROS) if plan.sessions else 0,
        longest=round(LONGEST_SECONDS * MICROS),
        is_collapsed=plan.collapse_repeats,
        is_once=journey is not None and journey.count == "actors",
    )


def _tree(plan: Journey | Transitions, histories: Histories) -> Tree:
    names = event_names(histories)
    if RARE in names.texts[-1:] and len(histories.column(EVENT).labels) > len(names.texts):
        raise PlanRefused("have more than 65,534 names in one bucket, which journeys do not tell apart", field="events")
    key = None if plan.by is None else column_of(plan.by)
    kinds = ("",) if key is None else _texts(histories, key)
    if len(kinds) * len(names.texts) >= MOST_LABELS:
        raise PlanRefused(f"has too many values ({len(kinds):,}) to tell steps apart", field="by")
    conditions = _conditions(plan)
    letters = spell(histories, conditions, plan.filters)
    arrays = (
        letters.settled,
        letters.recent,
        _roles(letters),
        names.settled,
        names.recent,
        *wide_codes(histories, key),
    )
    rows = Rows(*(fixed(array) for array in arrays))
    walk, rules, labels = walk_of(histories), _rules(plan, len(kinds)), len(kinds) * len(names.texts)
    if isinstance(plan, Transitions) and labels <= MOST_IN_TABLE:
        nodes, anchors = grow_pairs(walk, rows, rules, labels)
    elif rules.mode == FORWARD and not plan.sessions:
        nodes, anchors = grow_from(list_rows(histories, [conditions[_STARTS]], plan.filters), walk, rows, rules)
    else:
        nodes, anchors = grow_paths(walk, rows, rules)
    return _packed(nodes, names, kinds, anchors)


def _texts(histories: Histories, key: str) -> tuple[str, ...]:
    return tuple(NONE if text is None else text for text in histories.column(key).labels.to_pylist())


def _conditions(plan: Journey | Transitions) -> list[Condition]:
    """What is hidden, what may be shown, what starts a path (`_STARTS`), and what ends one."""
    hidden = Condition(plan.hide)
    if isinstance(plan, Transitions):
        return [hidden, Condition(plan.only or None), Condition(None), Condition(())]
    starts = () if plan.from_event is None else (plan.from_event,)
    ends = () if plan.to_event is None else (plan.to_event,)
    shown = Condition((*plan.only, *starts, *ends) if plan.only else None)
    return [hidden, shown, Condition(starts), Condition(ends)]


def _roles(letters: Letters) -> NDArray[np.uint16]:
    hidden, possible, starts, ends = letters.meets.T
    roles = (SEEN + SHOWN * (possible & ~hidden) + FROM * starts + TO * ends).astype(np.uint16)
    roles[UNSEEN] = 0
    found: NDArray[np.uint16] = roles[letters.lut]
    return found


def _packed(nodes: NDArray[np.int64], names: EventNames, kinds: tuple[str, ...], anchors: int) -> Tree:
    """Labels as texts. Node 0 is the root and its label means nothing."""
    used, labels = ranked(nodes[1:, LABEL])
    many = len(kinds)
    texts = [
        names.texts[label] if many == 1 and kinds == ("",) else f"{names.texts[label // many]} · {kinds[label % many]}"
        for label in used.tolist()
    ]
    return Tree(
        parents=nodes[:, PARENT].astype(np.int32),
        labels=np.concatenate([[0], labels]).astype(np.int32),
        levels=nodes[:, LEVEL].astype(np.int8),
        counts=nodes[:, COUNT].copy(),
        names=tuple(texts),
        anchors=anchors,
    )
