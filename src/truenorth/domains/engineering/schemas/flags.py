from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.engineering.models import REASON_LENGTH
from truenorth.domains.engineering.rules import RiskFlagSort, RiskSeverity, RiskSort, RiskTerm
from truenorth.domains.graph.schemas import NodeRefOut
from truenorth.domains.kit.schemas import QueryIn, SchemaIn
from truenorth.domains.workspace.schemas import PersonOut

Term = Annotated[str, Field(min_length=1, max_length=60)]
Key = Annotated[str, Field(min_length=1, max_length=120)]


class RiskTermIn(SchemaIn):
    """A word or phrase that raises a flag while it is on; endings such as -s, -ed and -ing are known."""

    term: Term
    also: list[Term] = Field(default_factory=list, max_length=20)
    because: str = Field("", max_length=200)
    sort: RiskSort = RiskSort.OTHER
    is_on: bool = True

    def as_term(self) -> RiskTerm:
        return RiskTerm(self.term, tuple(self.also), self.because, self.sort, self.is_on)


class LexiconIn(SchemaIn):
    version: int = Field(ge=0)
    terms: list[RiskTermIn] = Field(max_length=200)


class RiskTermOut(Schema):
    term: str
    also: list[str]
    because: str
    sort: RiskSort
    is_on: bool


class LexiconOut(Schema):
    """The words that raise flags; version 0 are those that come along."""

    version: int
    terms: list[RiskTermOut] = Field(validation_alias="risk_terms")


class LexiconPreviewIn(SchemaIn):
    terms: list[RiskTermIn] = Field(max_length=200)


class RiskTermFoundOut(Schema):
    """An initiative that has a word, with what was found between « and »."""

    node: NodeRefOut
    excerpt: str


class RiskTermUseOut(Schema):
    """How many initiatives have a word, whether it is on or not, and the first of them."""

    term: str
    count: int
    found: list[RiskTermFoundOut]


class RiskFlagsIn(QueryIn):
    ids: list[UUID] = Field(min_length=1, max_length=200)


class RiskDismissIn(SchemaIn):
    key: Key
    reason: str = Field(min_length=1, max_length=REASON_LENGTH)


class RiskUndismissIn(SchemaIn):
    key: Key


class RiskDismissalOut(Schema):
    reason: str
    severity: RiskSeverity
    by: PersonOut | None
    at: datetime


class RiskFlagOut(Schema):
    """What raises a flag: a link, a name or a word; with the entries of the registers that belong beside it."""

    key: str = Field(validation_alias="flag.key")
    sort: RiskFlagSort = Field(validation_alias="flag.sort")
    severity: RiskSeverity = Field(validation_alias="flag.severity")
    term: str = Field(validation_alias="flag.term")
    because: str = Field(validation_alias="flag.because")
    excerpt: str = Field(validation_alias="flag.excerpt")
    subject: NodeRefOut | None
    concerns: list[NodeRefOut]
    is_raised: bool
    dismissal: RiskDismissalOut | None


class NodeRiskFlagsOut(Schema):
    node_id: UUID
    raised_count: int
    flags: list[RiskFlagOut]
