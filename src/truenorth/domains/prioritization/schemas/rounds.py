from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.graph.schemas import NodeRefOut, RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.pagination import PageIn
from truenorth.domains.kit.schemas import QueryIn, SchemaIn, as_patch
from truenorth.domains.prioritization.models.rounds import FORMULA_LENGTH
from truenorth.domains.prioritization.rules import (
    CANDIDATES_AT_MOST,
    COLUMNS_AT_MOST,
    DEFAULT_FORMULA,
    RATERS_AT_MOST,
    ColumnState,
    CutBy,
    RoundState,
)
from truenorth.domains.prioritization.selectors import Decided
from truenorth.domains.workspace.schemas import PersonOut

ColumnKey = Annotated[str, Field(max_length=40)]
CandidateId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class ModelColumnIn(SchemaIn):
    """A column of a formula in the workspace's words: on a scale, or any number; with a unit where it has one.

    One that reads a number which the records carry themselves is rated by nobody.
    """

    key: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=40)
    label: str = Field(min_length=1, max_length=60)
    scale: list[Finite] | None = Field(None, min_length=2, max_length=25)
    unit: str | None = Field(None, max_length=40)
    reads: str | None = Field(
        None, max_length=80, description="effort, votes, field.KEY of a number of your own: see column-measures."
    )


class ReadableOut(Schema):
    """A number that records of these kinds carry themselves; without a unit where it differs from one to the next."""

    name: str
    label: str
    unit: str
    kinds: list[str]


class ScoringModelIn(RecordIn):
    formula: str = Field(
        DEFAULT_FORMULA,
        min_length=1,
        max_length=FORMULA_LENGTH,
        description="wsjf, safe, cost_of_delay, rice, ice, opportunity, kano, moscow, or a formula of your own.",
    )
    columns: list[ModelColumnIn] = Field(default_factory=list, max_length=COLUMNS_AT_MOST)


ScoringModelPatch = as_patch(ScoringModelIn, "ScoringModelPatch")


class ModelColumnOut(Schema):
    """A column of a model: what a candidate is rated on. A cost divides, a gain does not."""

    key: str
    label: str
    scale: list[float] | None
    unit: str | None
    answers: dict[str, float]
    is_cost: bool
    reads: str | None


class ScoringModelOut(RecordOut):
    formula: str
    formula_words: str
    columns: list[ModelColumnOut]

    @staticmethod
    def resolve_columns(model: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - the record, or this schema's own values
        engine = model.model
        return [
            {
                "key": column.key,
                "label": column.label,
                "scale": column.scale,
                "unit": str(column.unit) if column.unit else None,
                "answers": column.answers,
                "is_cost": column in engine.costs,
                "reads": model.reads.get(column.key),
            }
            for column in engine.columns
        ]


class ScoringModelFilters(RecordFilters):
    formula: str | None = Field(None, max_length=FORMULA_LENGTH)


class ScoringRoundIn(RecordIn):
    scoring_model_id: UUID | None = None
    is_by_column: bool = False
    due_on: date | None = None
    capacity_weeks: Finite | None = Field(None, ge=0, le=10_000)
    capacity_count: int | None = Field(None, ge=0, le=CANDIDATES_AT_MOST)


ScoringRoundPatch = as_patch(ScoringRoundIn, "ScoringRoundPatch")


class ScoringRoundOut(RecordOut):
    scoring_model: NodeRefOut
    state: RoundState
    is_by_column: bool
    due_on: date | None
    capacity_weeks: float | None
    capacity_count: int | None
    revealed_at: datetime | None
    closed_at: datetime | None
    candidate_count: int
    rater_count: int


class ScoringRoundFilters(RecordFilters):
    state: RoundState | None = None
    scoring_model_id: UUID | None = None


class CandidatesIn(SchemaIn):
    ids: list[UUID] = Field(min_length=1, max_length=CANDIDATES_AT_MOST)


class RatersIn(SchemaIn):
    member_ids: list[UUID] = Field(min_length=1, max_length=RATERS_AT_MOST)
    columns: list[ColumnKey] = Field(default_factory=list, max_length=COLUMNS_AT_MOST)


class TimerIn(SchemaIn):
    minutes: Finite | None = Field(None, gt=0, le=7 * 24 * 60)
    reveals_at_end: bool = False


class LiveIn(QueryIn):
    wait_seconds: int = Field(25, ge=0, le=55)


class RoundRowsIn(QueryIn, PageIn):
    q: str = Field("", max_length=200)
    decided: Decided = "any"
    split: bool = False
    unscored: bool = Field(default=False, description="Only those of which you have yet to rate an open column.")
    sort: str = Field(
        "position",
        max_length=60,
        description="position, rank, score, p_top5, title, key or column:<key>; - in front: descending.",
    )


class ModelOut(Schema):
    key: str
    name: str
    formula: str
    formula_words: str


class ColumnOut(ModelColumnOut):
    state: ColumnState
    is_revote: bool
    opened_at: datetime | None
    ends_at: datetime | None
    reveals_at_end: bool
    revealed_at: datetime | None


class RaterProgressOut(Schema):
    id: int
    member: PersonOut
    columns: list[str]
    asked: int
    scored: int


class CutOut(Schema):
    """Where capacity ends: after `last_position` in the list. Those that were said no to take none of it."""

    by: CutBy
    capacity: float
    used: float
    fits: int
    last_position: int
    next_id: int | None
    next_title: str
    next_cost: float | None

    @staticmethod
    def resolve_by(view: Any) -> CutBy:  # noqa: ANN401 - the selector's view
        return CutBy(view.cut.by)

    @staticmethod
    def resolve_capacity(view: Any) -> float:  # noqa: ANN401 - as above
        return float(view.cut.capacity)

    @staticmethod
    def resolve_used(view: Any) -> float:  # noqa: ANN401 - as above
        return float(view.cut.used)

    @staticmethod
    def resolve_fits(view: Any) -> int:  # noqa: ANN401 - as above
        return int(view.cut.fits)

    @staticmethod
    def resolve_next_cost(view: Any) -> float | None:  # noqa: ANN401 - as above
        return None if view.cut.next_cost is None else float(view.cut.next_cost)


class AskOut(Schema):
    """An estimate that is worth asking once more: by how many places its candidate moves when it changes."""

    id: int
    title: str
    column: str
    places: float
    crossing: float


class FindingOut(Schema):
    rule: str
    columns: list[str]
    words: str
    candidate_id: int | None


class StandingOut(Schema):
    """What follows from the public numbers. `is_stale`: they changed, and this is being computed anew."""

    revision: int
    is_stale: bool
    computed_at: datetime | None
    method: str
    asks: list[AskOut]
    findings: list[FindingOut]


class RoundHeadOut(Schema):
    scoring_round: ScoringRoundOut
    standing: StandingOut
    model: ModelOut
    columns: list[ColumnOut]
    own_columns: list[str]
    current_column: str | None
    raters: list[RaterProgressOut]
    candidate_count: int
    ranked_count: int
    cut: CutOut | None
    price_unit: str
