"""The ranked list: a head, and rows by the page. Rows come from what was computed, not from the numbers themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce

from truenorth.domains.graph.selectors import NodeSummary, summarize
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.prioritization.models import (
    Candidate,
    Cell,
    Decision,
    Override,
    Place,
    Score,
    ScoreReason,
    ScoringRound,
    Standing,
)
from truenorth.domains.prioritization.rules import (
    ColumnState,
    Cut,
    Verdict,
    cost_column,
    find_cut,
    in_words,
    is_in_weeks,
    price_unit,
)
from truenorth.domains.prioritization.selectors.decisions import list_decisions
from truenorth.domains.prioritization.selectors.rounds import (
    DECLINED,
    ColumnView,
    OwnScore,
    RaterProgress,
    columns_of,
    enrich_rounds,
    get_standing,
    list_candidates,
    list_columns,
    list_own_scores,
    list_raters,
    list_reopened,
)
from truenorth.domains.workspace.models import Member

Decided = Literal["any", "none", "kept", "declined", "yes", "no", "not_now", "merge_into"]
SORTS = {
    "position": "place__position",
    "rank": "place__rank",
    "score": "place__score",
    "p_top5": "place__p_top5",
    "title": "node__title",
    "key": "node__number",
}


@dataclass(frozen=True, slots=True)
class ModelView:
    """A formula, for whoever scores by it."""

    key: str
    name: str
    formula: str
    formula_words: str


@dataclass(frozen=True, slots=True)
class CutView:
    """Where capacity ends, in the order shown, those that were said no to left out."""

    cut: Cut
    last_position: int
    next_id: int | None
    next_title: str


@dataclass(frozen=True, slots=True)
class Head:
    scoring_round: ScoringRound
    standing: Standing
    model: ModelView
    columns: Sequence[ColumnView]
    own_columns: Sequence[str]
    current_column: str | None
    raters: Sequence[RaterProgress]
    candidate_count: int
    ranked_count: int
    cut: CutView | None
    price_unit: str


@dataclass(frozen=True, slots=True)
class Row:
    candidate_id: int
    node: NodeSummary
    place: Place
    cells: Sequence[Mapping[str, Any]]
    missing: Sequence[str]
    own: Mapping[str, OwnScore]
    own_reason: str
    decision: Decision | None
    override: Override | None


@dataclass(frozen=True, slots=True)
class RowPage:
    items: Sequence[Row]
    total: int


def get_head(viewer: Member, scoring_round: ScoringRound) -> Head:
    """Everything about a round but its candidates."""
    enrich_rounds(viewer, [scoring_round])
    model, columns = scoring_round.model, list_columns(scoring_round)
    candidates = list_candidates(viewer, scoring_round).order_by()
    counted = candidates.aggregate(all=Count("pk"), ranked=Count("place__rank"))
    open_columns = [column.key for column in columns if column.state is ColumnState.OPEN]
    return Head(
        scoring_round=scoring_round,
        standing=get_standing(scoring_round),
        model=ModelView(model.key, model.name, model.text, in_words(model)),
        columns=columns,
        own_columns=columns_of(scoring_round, viewer),
        current_column=open_columns[0] if len(open_columns) == 1 else None,
        raters=list_raters(scoring_round),
        candidate_count=counted["all"],
        ranked_count=counted["ranked"],
        cut=_find_cut(viewer, scoring_round),
        price_unit=price_unit(model),
    )


def list_rows(
    viewer: Member,
    scoring_round: ScoringRound,
    *,
    q: str = "",
    decided: Decided = "any",
    split: bool = False,
    unscored: bool = False,
    sort: str = "position",
    limit: int = 50,
    offset: int = 0,
) -> RowPage:
    """A page of candidates, in the order shown; those without a place come last."""
    found = list_candidates(viewer, scoring_round)
    if q:
        found = found.filter(Q(node__title__icontains=q) | Q(node__key__iexact=q))
    if decided != "any":
        found = _by_decision(viewer, found, decided)
    if split:
        found = found.filter(place__is_split=True)
    if unscored:
        found = _unscored(viewer, scoring_round, found)
    shown = found.defer("node__body", "place__swaps")
    page = list(_sort(scoring_round, shown, sort)[offset : offset + limit])
    return RowPage(build_rows(viewer, scoring_round, page), found.order_by().count())


def build_rows(viewer: Member, scoring_round: ScoringRound, candidates: Sequence[Candidate]) -> list[Row]:
    """Rows of these candidates, with the viewer's own numbers and nobody else's that are private."""
    ids = [candidate.id for candidate in candidates]
    own, reopened = list_own_scores(viewer, scoring_round, ids), list_reopened(ids)
    reasons = dict(ScoreReason.objects.filter(candidate__in=ids, member=viewer).values_list("candidate_id", "words"))
    nodes = summarize(candidate.node for candidate in candidates)
    decisions: dict[Any, Decision] = {}
    for decision in list_decisions(viewer, subjects=nodes):
        decisions.setdefault(decision.subject_id, decision)
    keys = [column.key for column in scoring_round.model.columns]
    rows = []
    for candidate in candidates:
        place = getattr(candidate, "place", None) or Place(candidate=candidate)
        cells = _cells(scoring_round, place, candidate.id, reopened)
        rows.append(
            Row(
                candidate_id=candidate.id,
                node=nodes[candidate.node_id],
                place=place,
                cells=cells,
                missing=[key for key in keys if key not in place.cells],
                own=own[candidate.id],
                own_reason=reasons.get(candidate.id, ""),
                decision=decisions.get(candidate.node_id),
                override=getattr(candidate, "override", None),
            )
        )
    return rows


def _cells(
    scoring_round: ScoringRound, place: Place, candidate_id: int, reopened: set[tuple[int, str]]
) -> list[Mapping[str, Any]]:
    known = place.cells
    return [
        {**known[column.key], "is_reopened": (candidate_id, column.key) in reopened}
        for column in scoring_round.model.columns
        if column.key in known
    ]


def _by_decision(viewer: Member, found: QuerySet[Candidate], decided: Decided) -> QuerySet[Candidate]:
    """Candidates by the decision in force on them; the newest one counts. Kept is whatever was not declined."""
    newest = list_decisions(viewer).filter(subject_id=OuterRef("node_id")).values("verdict")[:1]
    found = found.annotate(verdict=Subquery(newest))
    if decided == "none":
        return found.filter(verdict=None)
    if decided == "kept":
        return found.filter(Q(verdict=None) | Q(verdict=Verdict.YES))
    return found.filter(verdict__in=DECLINED if decided == "declined" else [decided])


def _unscored(viewer: Member, scoring_round: ScoringRound, found: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Candidates of which the viewer has yet to rate something that waits for them now."""
    asked = columns_of(scoring_round, viewer)
    states = {column.key: column.state for column in list_columns(scoring_round)}
    waiting = [key for key in asked if states[key] is ColumnState.OPEN]
    own = Score.objects.filter(candidate=OuterRef("pk"), member=viewer, revealed_at=None, column__in=waiting).order_by()
    counted = own.values("candidate").annotate(count=Count("pk")).values("count")
    reopened = Cell.objects.filter(candidate=OuterRef("pk"), reopened_at__isnull=False, column__in=asked)
    found = found.annotate(own_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
    return found.filter(Q(own_count__lt=len(waiting)) | Exists(reopened))


def _sort(scoring_round: ScoringRound, found: QuerySet[Candidate], sort: str) -> QuerySet[Candidate]:
    name = sort.removeprefix("-")
    column = name.removeprefix("column:")
    if name in SORTS:
        by = F(SORTS[name])
    elif column != name and column in {each.key for each in scoring_round.model.columns}:
        found = found.annotate(mean=KeyTransform("mean", KeyTransform(column, "place__cells")))
        by = F("mean")
    else:
        raise Invalid(fields={"sort": f"There is no column {name[:60]!r} to sort by."})
    order = by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True)
    return found.order_by(order, "node__title", "pk")


def _find_cut(viewer: Member, scoring_round: ScoringRound) -> CutView | None:
    weeks = scoring_round.capacity_weeks if is_in_weeks(cost_column(scoring_round.model)) else None
    if weeks is None and scoring_round.capacity_count is None:
        return None
    declined = set(list_decisions(viewer).filter(verdict__in=DECLINED).order_by().values_list("subject_id", flat=True))
    ranked = list_candidates(viewer, scoring_round).filter(place__position__isnull=False)
    columns = ("pk", "node_id", "node__title", "place__position", "place__cost")
    rows = [row for row in ranked.order_by("place__position").values_list(*columns) if row[1] not in declined]
    cut = find_cut([row[4] for row in rows], weeks=weeks, count=scoring_round.capacity_count)
    if cut is None or not rows:
        return None
    following = rows[cut.fits] if cut.fits < len(rows) else None
    return CutView(
        cut=cut,
        last_position=rows[cut.fits - 1][3] if cut.fits else 0,
        next_id=following[0] if following else None,
        next_title=following[2] if following else "",
    )


def tabulate(viewer: Member, scoring_round: ScoringRound) -> tuple[list[str], list[dict[str, object]]]:
    """The ranked list as columns and rows for a file: means and ratings of every column, where they are public."""
    labels = {column.key: column.label for column in scoring_round.model.columns}
    candidates = list(_sort(scoring_round, list_candidates(viewer, scoring_round), "position"))
    ratings: dict[int, list[str]] = {candidate.id: [] for candidate in candidates}
    public = Score.objects.filter(candidate__scoring_round=scoring_round, revealed_at__isnull=False, superseded_at=None)
    given = public.order_by("column", "id").values_list("candidate_id", "column", "member__user__name", "value")
    for candidate_id, column, name, value in given.iterator(chunk_size=10_000):
        if candidate_id in ratings:
            ratings[candidate_id].append(f"{labels.get(column, column)}: {name} {value:g}")
    header = ["position", "rank", "rank_low", "rank_high", "key", "title", "score", "spread"]
    columns = [*header, *labels.values(), "ratings", "decision", "placed_by_hand"]
    return columns, [
        {
            "key": row.node.key,
            "title": row.node.title,
            **{name: getattr(row.place, name, None) for name in header if name not in ("key", "title")},
            **{labels[cell["column"]]: _value(cell) for cell in row.cells},
            "ratings": ratings[row.candidate_id],
            "decision": Verdict(row.decision.verdict).words if row.decision else None,
            "placed_by_hand": row.override.reason if row.override else None,
        }
        for row in build_rows(viewer, scoring_round, candidates)
    ]


def _value(cell: Mapping[str, Any]) -> object:
    return cell["mean"] if cell["agreed"] is None else cell["agreed"]
