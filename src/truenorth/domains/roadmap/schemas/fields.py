from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.kit.schemas import SchemaIn
from truenorth.domains.roadmap.rules import OPTIONS_AT_MOST, FieldKind

Option = Annotated[str, Field(min_length=1, max_length=100)]
Options = Annotated[list[Option], Field(max_length=OPTIONS_AT_MOST)]
Label = Annotated[str, Field(min_length=1, max_length=80)]


class CustomFieldIn(SchemaIn):
    """A field of one's own. Key and kind stay as they are; only a select has options."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="Small letters, digits and underscores.")
    label: Label
    kind: FieldKind
    options: Options = Field(default_factory=list)


class CustomFieldPatch(SchemaIn):
    version: int = Field(ge=1)
    label: Label | None = None
    options: Options | None = None
    position: int | None = Field(None, ge=0, le=1000)


class CustomFieldOut(Schema):
    id: UUID
    key: str
    label: str
    kind: FieldKind
    options: list[str]
    position: int
    version: int
