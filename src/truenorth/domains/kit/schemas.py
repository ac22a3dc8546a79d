"""Shapes that every route shares."""

import copy
from collections.abc import Collection
from typing import Any, cast

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field, create_model


class SchemaIn(Schema):
    """What a caller sends: a field we do not know is a mistake, not something to drop."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Problem(Schema):
    """The one shape of an error (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    fields: dict[str, str]


def as_patch(schema: type[BaseModel], name: str, *, without: Collection[str] = ("links",)) -> type[SchemaIn]:
    """The same fields, each optional, with the version that the caller read."""
    fields: dict[str, Any] = {"version": (int, Field(ge=1))}
    for field, info in schema.model_fields.items():
        if field not in without:
            optional = copy.copy(info)
            optional.default, optional.default_factory = None, None
            fields[field] = (info.annotation, optional)
    return cast("type[SchemaIn]", create_model(name, __base__=SchemaIn, **fields))
