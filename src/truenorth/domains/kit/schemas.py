"""Shapes that every route shares."""

import copy
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated, Any, cast

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, create_model, field_validator

NUL = "\x00"


def refuse_unstorable_text(value: object) -> object:
    """NUL is text that PostgreSQL cannot hold; refused everywhere, so that both databases hold the same."""
    if isinstance(value, str):
        if NUL in value:
            raise ValueError("Text cannot hold NUL characters.")
    elif isinstance(value, Mapping):
        for name, item in value.items():
            refuse_unstorable_text(name)
            refuse_unstorable_text(item)
    elif isinstance(value, list | tuple):
        for item in value:
            refuse_unstorable_text(item)
    return value


def _within_reach(value: datetime) -> datetime:
    if not 1900 <= value.year <= 9000:
        raise ValueError("Use a date between the years 1900 and 9000.")
    return value


Instant = Annotated[AwareDatetime, AfterValidator(_within_reach)]
"""A moment with its time zone, far enough from the ends of the calendar to be moved into any other zone."""


class QueryIn(Schema):
    """What a caller asks for in the query string."""

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_unstorable_text(cls, value: object) -> object:
        return refuse_unstorable_text(value)


class SchemaIn(QueryIn):
    """What a caller sends: a field we do not know is a mistake, not something to drop."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class RowOut(BaseModel):
    """What is told by the hundred: its fields are read as they are, without resolvers or dotted names."""

    model_config = ConfigDict(from_attributes=True)


class Problem(Schema):
    """The one shape of an error (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    fields: dict[str, str]


REFUSALS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422), Problem)


def as_patch(schema: type[BaseModel], name: str, *, without: Collection[str] = ("links",)) -> type[SchemaIn]:
    """The same fields, each optional, with the version that the caller read."""
    fields: dict[str, Any] = {"version": (int, Field(ge=1))}
    for field, info in schema.model_fields.items():
        if field not in without:
            optional = copy.copy(info)
            optional.default, optional.default_factory = None, None
            fields[field] = (info.annotation, optional)
    return cast("type[SchemaIn]", create_model(name, __base__=SchemaIn, **fields))
