"""One candidate of a round: what is sent about it, and what is shown."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Schema
from typing_extensions import TypedDict

from truenorth.domains.graph.schemas import NodeOut
from truenorth.domains.kit.schemas import QueryIn, SchemaIn
from truenorth.domains.prioritization.models.rounds import FORMULA_LENGTH
from truenorth.domains.prioritization.models.scores import WORDS_LENGTH
from truenorth.domains.prioritization.rules import CANDIDATES_AT_MOST, COLUMNS_AT_MOST, Agreement
from truenorth.domains.prioritization.schemas.decisions import DecisionRefOut
from truenorth.domains.prioritization.schemas.rounds import CandidateId, ColumnKey, Finite
from truenorth.domains.workspace.schemas import PersonOut

Words = Annotated[str, Field(min_length=1, max_length=WORDS_LENGTH)]


class ScoresIn(SchemaIn):
    values: dict[ColumnKey, Finite | None] = Field(default_factory=dict, max_length=COLUMNS_AT_MOST)
    versions: dict[ColumnKey, int] = Field(
        default_factory=dict,
        max_length=COLUMNS_AT_MOST,
        description="The version of each number that you saw; left out where there was none.",
    )
    reason: str | None = Field(None, max_length=WORDS_LENGTH)


class AgreedIn(SchemaIn):
    value: Finite | None
    version: int = Field(ge=0, le=2**31 - 1)


class NoteIn(SchemaIn):
    words: str = Field(min_length=1, max_length=2 * WORDS_LENGTH)
    column: ColumnKey = ""


class OverrideIn(SchemaIn):
    place: int = Field(ge=1, le=CANDIDATES_AT_MOST)
    reason: Words


class PriceIn(QueryIn):
    place: int = Field(ge=1, le=CANDIDATES_AT_MOST)


class PairIn(QueryIn):
    first: CandidateId
    second: CandidateId


class DuelIn(QueryIn):
    formula: str = Field(min_length=1, max_length=FORMULA_LENGTH)


class PlaceOut(TypedDict):
    position: int | None
    rank: int | None
    score: float | None
    spread: float | None
    cost: float | None
    rank_low: int | None
    rank_high: int | None
    p_top5: float | None
    p_fits: float | None
    is_split: bool
    problem: str


class CellOut(TypedDict):
    """The public numbers of one column of one candidate, without names; `tally` counts each number that was given."""

    column: str
    mean: float
    raters: int
    spread: float
    low: float
    high: float
    notches: float
    agreement: Agreement | None
    tally: list[tuple[float, int]]
    agreed: float | None
    is_reopened: bool


class OwnScoreOut(TypedDict):
    value: float
    version: int


class PlacedByHandOut(Schema):
    place: int
    reason: str
    price: float | None
    by: PersonOut | None
    at: datetime


class RoundRowOut(Schema):
    candidate_id: int
    node: NodeOut
    place: PlaceOut
    cells: list[CellOut]
    missing: list[str]
    own: dict[str, OwnScoreOut]
    own_reason: str
    decision: DecisionRefOut | None
    override: PlacedByHandOut | None

    # Plain values are checked and written several times faster than objects, and a page holds hundreds of these.
    @staticmethod
    def resolve_place(row: Any) -> dict[str, Any]:  # noqa: ANN401 - the selector's row
        return {name: getattr(row.place, name) for name in PlaceOut.__annotations__}

    @staticmethod
    def resolve_own(row: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        return {column: {"value": score.value, "version": score.version} for column, score in row.own.items()}


class RoundRowPageOut(Schema):
    items: list[RoundRowOut]
    total: int


class GivenOut(Schema):
    member: PersonOut
    value: float
    is_outlier: bool


class BallotOut(Schema):
    superseded_at: datetime
    given: list[GivenOut]


class AgreedOut(Schema):
    value: float | None
    version: int
    by: PersonOut | None
    at: datetime | None


class CellDetailOut(Schema):
    column: str
    given: list[GivenOut]
    history: list[BallotOut]
    read: float | None
    agreed: AgreedOut
    is_reopened: bool


class ReasonOut(Schema):
    member: PersonOut
    words: str


class NoteOut(Schema):
    id: int
    column: str
    words: str
    by: PersonOut | None
    at: datetime


class DetailOut(Schema):
    row: RoundRowOut
    cells: list[CellDetailOut]
    reasons: list[ReasonOut]
    notes: list[NoteOut]
    missing_raters: list[PersonOut]


class OverridePriceOut(Schema):
    """What another place costs beside the order of the scores; None where nothing in the model stands for time."""

    place: int
    rank: int
    price: float | None
    unit: str
    passed: list[str]


class SideOut(Schema):
    candidate_id: int
    title: str
    score: float
    rank: int
    evidence: dict[str, int]
    constraints: list[str]


class ContributionOut(Schema):
    column: str
    label: str
    first: float
    second: float
    share: float


class FlipOut(Schema):
    candidate_id: int
    column: str
    label: str
    now: float
    at: float
    low: float
    high: float
    is_within_range: bool


class WhyBeforeOut(Schema):
    """Why `first` comes before `second`. The shares of the contributions sum to the gap."""

    words: str
    first: SideOut
    second: SideOut
    gap: float
    contributions: list[ContributionOut]
    flips: list[FlipOut]
    swap: float | None


class DifferenceOut(Schema):
    id: int
    title: str
    first_rank: int
    second_rank: int
    reason: str


class DuelOut(Schema):
    first: str
    second: str
    compared: int
    differences: list[DifferenceOut]
