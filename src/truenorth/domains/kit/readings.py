"""Readings: the measured value behind a node, asked for by kind so that low domains need not know high ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Reading:
    value: float
    at: datetime


Reader = Callable[[list[UUID]], Mapping[UUID, Reading]]
_readers: dict[str, Reader] = {}


def register_reading(kind: str, reader: Reader) -> None:
    """`reader` takes ids of nodes of this kind (already scoped by the caller) and returns the values known."""
    _readers[kind] = reader


def find_readings(kind: str, ids: list[UUID]) -> Mapping[UUID, Reading]:
    reader = _readers.get(kind)
    return reader(ids) if reader and ids else {}


def readable_kinds() -> list[str]:
    return sorted(_readers)
