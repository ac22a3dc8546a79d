"""Why one before another, what another place would cost, and what another model would say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from truenorth.domains.graph.registry import Bearing, get_kind
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import list_linked_nodes
from truenorth.domains.prioritization.errors import NotComparable, NotRankedYet, PlaceOutOfRange
from truenorth.domains.prioritization.models import Candidate, Place, ScoringRound
from truenorth.domains.prioritization.rules import (
    ModelRefused,
    contributions,
    count_of,
    find_flip,
    listed,
    model_of,
    price_of_move,
    price_unit,
)
from truenorth.domains.prioritization.selectors.rounds import get_candidate, ranked_of, read_numbers
from truenorth.domains.prioritization.selectors.stories import Story, list_stories
from truenorth.domains.workspace.models import Member
from truenorth.engines import ranking

RECORDED = {
    Bearing.OBSERVED: ("observation", "observations"),
    Bearing.TOLD: ("first-hand account", "first-hand accounts"),
    Bearing.ASKED: ("wish or opinion", "wishes and opinions"),
    Bearing.INTERNAL: ("view of our own people", "views of our own people"),
}
"""Evidence as it is counted: by record, since several may come from one person."""
DUELLED_AT_MOST = 200
CONSTRAINTS = {"constraint", "debt"}


@dataclass(frozen=True, slots=True)
class Contribution:
    column: str
    label: str
    first: float
    second: float
    share: float


@dataclass(frozen=True, slots=True)
class FlipView:
    """At which value of one column of one candidate the order turns, and whether its raters' range reaches it."""

    candidate_id: int
    column: str
    label: str
    now: float
    at: float
    low: float
    high: float
    is_within_range: bool


@dataclass(frozen=True, slots=True)
class Side:
    candidate_id: int
    title: str
    score: float
    rank: int
    evidence: Mapping[str, int]
    """How many records stand behind it, by strength."""
    constraints: Sequence[str]


@dataclass(frozen=True, slots=True)
class Why:
    words: str
    first: Side
    second: Side
    gap: float
    contributions: Sequence[Contribution]
    flips: Sequence[FlipView]
    swap: float | None


@dataclass(frozen=True, slots=True)
class OverridePrice:
    """What another place costs beside the order of the scores, and which candidates are passed."""

    place: int
    rank: int
    price: float | None
    unit: str
    passed: Sequence[str]


@dataclass(frozen=True, slots=True)
class Duel:
    first: str
    second: str
    compared: int
    differences: Sequence[ranking.Difference]


def explain_order(viewer: Member, scoring_round: ScoringRound, *, first_id: int, second_id: int) -> Why:
    """Why the one comes before the other, whichever way round they are named."""
    named = [get_candidate(viewer, scoring_round, each) for each in (first_id, second_id)]
    if first_id == second_id:
        raise NotComparable(fields={"second": "Name two different candidates."})
    places = sorted((_place(scoring_round, each) for each in named), key=lambda place: (place.rank, place.candidate.id))
    first, second = places
    model, (ours, theirs) = scoring_round.model, [ranked_of(place) for place in places]
    stories = list_stories(viewer, [place.candidate.node_id for place in places])
    blockers = _constraints(viewer, [place.candidate for place in places])
    sides = [_side(place, stories.get(place.candidate.node_id), blockers[place.candidate.id]) for place in places]
    swap = first.swaps.get(str(second.candidate_id))
    return Why(
        words=" ".join([ranking.why_before(ours, theirs, model, swap=swap), *_on_record(sides)]),
        first=sides[0],
        second=sides[1],
        gap=(ours.score or 0) - (theirs.score or 0),
        contributions=_contributions(ours, theirs, model),
        flips=[flip for one, other in ((first, second), (second, first)) for flip in _flips(one, other, model)],
        swap=swap,
    )


def preview_override(scoring_round: ScoringRound, candidate: Candidate, *, place: int) -> OverridePrice:
    ranked = Place.objects.filter(candidate__scoring_round=scoring_round, rank__isnull=False)
    ordered = list(ranked.select_related("candidate__node").order_by("rank", "candidate__node__title", "pk"))
    at = next((index for index, each in enumerate(ordered) if each.pk == candidate.pk), None)
    if at is None:
        raise NotRankedYet
    if not 1 <= place <= len(ordered):
        raise PlaceOutOfRange(fields={"place": f"Use a place from 1 to {len(ordered)}."})
    passed = ordered[place - 1 : at] if place - 1 < at else ordered[at + 1 : place]
    return OverridePrice(
        place=place,
        rank=ordered[at].rank or 0,
        price=price_of_move(ordered, at, place),
        unit=price_unit(scoring_round.model),
        passed=[each.candidate.node.title for each in passed],
    )


def get_override_price(viewer: Member, scoring_round: ScoringRound, candidate_id: int, *, place: int) -> OverridePrice:
    return preview_override(scoring_round, get_candidate(viewer, scoring_round, candidate_id), place=place)


def hold_duel(viewer: Member, scoring_round: ScoringRound, *, formula: str) -> Duel:  # noqa: ARG001 - the round is scoped
    """The round by its own model and by another one whose columns it has: who would rank differently, and why.

    The first 200 by rank are compared.
    """
    own = scoring_round.model
    columns = [{"key": each.key, "label": each.label, "scale": each.scale, "unit": _unit(each)} for each in own.columns]
    other = _rival(formula, columns)
    foreign = sorted({each.key for each in other.columns} - {each.key for each in own.columns})
    if foreign:
        raise NotComparable(fields={"formula": f"This round has no column {', '.join(foreign)}."})
    numbers = read_numbers(scoring_round)
    ranked = Place.objects.filter(candidate__scoring_round=scoring_round, rank__isnull=False).order_by("rank", "pk")
    ids = list(ranked.values_list("pk", flat=True)[:DUELLED_AT_MOST])
    items = [ranking.Candidate(str(each), numbers.titles[each], numbers.ratings[each]) for each in ids]
    try:
        differences = ranking.duel(items, own, other)
    except ranking.RankingRefused as refusal:
        raise NotComparable(fields={"formula": f"{refusal.reason}."}) from refusal
    return Duel(own.name, other.name, len(items), differences)


def _rival(formula: str, columns: Sequence[Mapping[str, object]]) -> ranking.Model:
    try:
        ready = model_of(formula) if formula in ranking.MODELS else None
        used = {each.key for each in (ready or model_of(formula)).columns}
        return ready or model_of(formula, [each for each in columns if each["key"] in used])
    except ModelRefused as refusal:
        raise NotComparable(fields={"formula": refusal.reason}) from refusal


def _unit(column: ranking.Column) -> str | None:
    return str(column.unit) if column.unit else None


def _place(scoring_round: ScoringRound, candidate: Candidate) -> Place:
    place: Place | None = getattr(candidate, "place", None)
    if place is None or place.rank is None:
        raise NotRankedYet
    candidate.scoring_round = scoring_round
    return place


def _side(place: Place, story: Story | None, constraints: Sequence[str]) -> Side:
    counted = Counter(story.bearings.get(node.id) for node in story.evidence) if story else Counter()
    return Side(
        candidate_id=place.candidate_id,
        title=place.candidate.node.title,
        score=place.score or 0.0,
        rank=place.rank or 0,
        evidence={strength.value: counted[strength] for strength in RECORDED},
        constraints=constraints,
    )


def _constraints(viewer: Member, candidates: Sequence[Candidate]) -> dict[int, list[str]]:
    """The titles of the constraints and debts on record that block each of them."""
    by_node = {candidate.node_id: candidate.id for candidate in candidates}
    found: dict[int, list[str]] = {candidate.id: [] for candidate in candidates}
    for node_id, blocker in list_linked_nodes(viewer, by_node, kind=LinkKind.BLOCKS, to="source"):
        if blocker.kind in CONSTRAINTS:
            found[by_node[node_id]].append(f"{blocker.title} ({get_kind(blocker.kind).label.lower()} {blocker.key})")
    return found


def _on_record(sides: Sequence[Side]) -> list[str]:
    """What is on record behind each of the two, and what stands in its way."""
    sentences = []
    for side in sides:
        name, seen = f"“{side.title}”", [rung for rung in RECORDED if side.evidence[rung]]
        found = listed(count_of(side.evidence[rung], *RECORDED[rung]) for rung in seen) if seen else "no evidence"
        sentences.append(f"On record for {name}: {found}.")
        if side.constraints:
            sentences.append(f"{name} is blocked by {'; '.join(side.constraints)}.")
    return sentences


def _contributions(ours: ranking.Ranked, theirs: ranking.Ranked, model: ranking.Model) -> list[Contribution]:
    shares = contributions(ours.means, theirs.means, model)
    return [
        Contribution(column.key, column.label, ours.means[column.key], theirs.means[column.key], shares[column.key])
        for column in model.columns
        if shares is not None
    ]


def _flips(one: Place, other: Place, model: ranking.Model) -> list[FlipView]:
    own, target = ranked_of(one).means, other.score or 0.0
    found = []
    for column in model.columns:
        flip = find_flip(own, column, model, target=target)
        if flip is not None:
            low, high = one.cells[column.key]["low"], one.cells[column.key]["high"]
            is_within = min(low, flip.now) <= flip.at <= max(high, flip.now)
            names = (one.candidate_id, column.key, column.label)
            found.append(FlipView(*names, flip.now, flip.at, low, high, is_within))
    return found
