from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.kit.pagination import PageIn
from truenorth.domains.kit.schemas import QueryIn
from truenorth.domains.workspace.schemas import TeamOut


class EstimateOut(Schema):
    """Finished work; a team that the workspace does not have is only a name."""

    id: UUID
    team: TeamOut | None
    team_name: str = Field(validation_alias="team_words")
    label: str
    estimate: float
    actual: float
    unit: str
    finished_on: date | None


class EstimatesIn(PageIn, QueryIn):
    unit: str = Field("", max_length=40)
    team: str | None = Field(None, max_length=100, description="By its name, which a team of elsewhere has alone.")


class EffortReportIn(QueryIn):
    unit: str = Field("", max_length=40, description="Without it, the most usual one.")


class PastWorkOut(Schema):
    """The middle estimate of finished work, and what such an estimate took: half of it between `low` and `high`."""

    estimate: float
    low: float
    took: float
    high: float
    is_small: bool


class EffortCorrectionOut(Schema):
    """What estimates of a team and size are multiplied by for P10, P50 and P90, and what became of those made."""

    team: str = Field(validation_alias="correction.team")
    size: Literal["small", "medium", "large"] = Field(validation_alias="correction.size")
    low: float = Field(validation_alias="correction.low")
    likely: float = Field(validation_alias="correction.likely")
    high: float = Field(validation_alias="correction.high")
    count: int = Field(validation_alias="correction.count")
    past: PastWorkOut
    words: str


class EffortJudgementOut(Schema):
    """How a calibration by earlier work did on later work: mean errors, losses, and the share within P10 and P90."""

    count: int
    error_plain: float
    error_corrected: float
    pinball_pooled: float
    pinball_corrected: float
    coverage: float


class EffortReportOut(Schema):
    """`units` are all that there is finished work in, the most usual first."""

    unit: str
    units: list[str]
    count: int
    small_to: float | None
    medium_to: float | None
    corrections: list[EffortCorrectionOut]
    judgement: EffortJudgementOut | None


class EffortRangeIn(QueryIn):
    estimate: float = Field(gt=0, le=1_000_000, allow_inf_nan=False)
    team_id: UUID | None = None
    unit: str = Field("", max_length=40)


class EffortRangeOut(Schema):
    """P10, P50 and P90 in the unit of the estimate; so many pieces of the team's work of this size stand behind it."""

    low: float
    likely: float
    high: float
    count: int
