from typing import Generic, TypeVar

from ninja import Field, Schema

T = TypeVar("T")

LARGEST_PAGE = 200


class PageIn(Schema):
    limit: int = Field(50, ge=1, le=LARGEST_PAGE)
    offset: int = Field(0, ge=0, le=10_000_000)


class Page(Schema, Generic[T]):
    items: list[T]
    total: int
