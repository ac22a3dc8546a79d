from datetime import date
from typing import Annotated

from ninja import Field

from truenorth.domains.engineering.models import Adr
from truenorth.domains.engineering.rules import AdrStatus
from truenorth.domains.graph.schemas import RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import as_patch

LONGEST_RECORD = 200_000
Words = Annotated[str, Field(max_length=50_000)]
People = Annotated[list[Annotated[str, Field(min_length=1, max_length=100)]], Field(max_length=100)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(9000, 12, 31))]


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
    deciders: list[str]
    consulted: list[str]
    informed: list[str]
    context: str
    drivers: str
    options: str
    outcome: str
    consequences: str
    confirmation: str
    pros_and_cons: str
    more_information: str
    file_name: str

    @staticmethod
    def resolve_deciders(adr: Adr) -> list[str]:
        return list(adr.document.people("deciders"))

    @staticmethod
    def resolve_consulted(adr: Adr) -> list[str]:
        return list(adr.document.people("consulted"))

    @staticmethod
    def resolve_informed(adr: Adr) -> list[str]:
        return list(adr.document.people("informed"))

    @staticmethod
    def resolve_context(adr: Adr) -> str:
        return adr.document.section("context")

    @staticmethod
    def resolve_drivers(adr: Adr) -> str:
        return adr.document.section("drivers")

    @staticmethod
    def resolve_options(adr: Adr) -> str:
        return adr.document.section("options")

    @staticmethod
    def resolve_outcome(adr: Adr) -> str:
        return adr.document.section("outcome")

    @staticmethod
    def resolve_consequences(adr: Adr) -> str:
        return adr.document.section("consequences")

    @staticmethod
    def resolve_confirmation(adr: Adr) -> str:
        return adr.document.section("confirmation")

    @staticmethod
    def resolve_pros_and_cons(adr: Adr) -> str:
        return adr.document.section("pros_and_cons")

    @staticmethod
    def resolve_more_information(adr: Adr) -> str:
        return adr.document.section("more_information")


class AdrFilters(RecordFilters):
    status: AdrStatus | None = None
