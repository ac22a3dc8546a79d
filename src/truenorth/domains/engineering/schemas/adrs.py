from datetime import date
from typing import Annotated, Any

from ninja import Field

from truenorth.domains.engineering.rules import AdrStatus
from truenorth.domains.graph.schemas import RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import as_patch

LONGEST_RECORD = 200_000
Words = Annotated[str, Field(max_length=50_000)]
People = Annotated[list[Annotated[str, Field(min_length=1, max_length=100)]], Field(max_length=100)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(9000, 12, 31))]


def _part(name: str) -> Any:  # noqa: ANN401 - a field of whatever type it is put to
    return Field(validation_alias=f"document.parts.{name}")


class AdrIn(RecordIn):
    """A decision by its parts, or whole as Markdown in `body`, into which parts other than the title are written."""

    body: str = Field("", max_length=LONGEST_RECORD)
    status: AdrStatus | None = None
    decided_on: Day | None = None
    deciders: People = Field(default_factory=list)
    consulted: People = Field(default_factory=list)
    informed: People = Field(default_factory=list)
    context: Words = ""
    drivers: Words = ""
    options: Words = ""
    outcome: Words = ""
    consequences: Words = ""
    confirmation: Words = ""
    pros_and_cons: Words = ""
    more_information: Words = ""


AdrPatch = as_patch(AdrIn, "AdrPatch")


class AdrOut(RecordOut):
    """The body is the whole record as Markdown; the other fields are what it says."""

    status: AdrStatus
    status_words: str = Field(validation_alias="document.status_words")
    decided_on: date | None
    deciders: list[str] = _part("deciders")
    consulted: list[str] = _part("consulted")
    informed: list[str] = _part("informed")
    context: str = _part("context")
    drivers: str = _part("drivers")
    options: str = _part("options")
    outcome: str = _part("outcome")
    consequences: str = _part("consequences")
    confirmation: str = _part("confirmation")
    pros_and_cons: str = _part("pros_and_cons")
    more_information: str = _part("more_information")
    file_name: str


class AdrFilters(RecordFilters):
    status: AdrStatus | None = None
