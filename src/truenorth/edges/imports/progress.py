"""How far an import is, for the person who waits for it and whichever process they ask.

It lies in files: the database has one writer at a time, and shows what an import writes when its transaction is over.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar
from uuid import UUID

from django.core.cache import caches

from truenorth.domains.workspace.models import Member

R = TypeVar("R")

TOLD_EVERY_SECONDS = 0.5
FORGOTTEN_AFTER_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class RowsDone:
    """`total` is None until the rows are counted."""

    done: int = 0
    total: int | None = None


class Progress:
    """Tells how many rows of one import are done, under a key that the actor chose; without a key, nobody asks."""

    def __init__(self, actor: Member, key: UUID | None) -> None:
        self._place = _place_of(actor, key) if key else ""
        self._done = 0
        self._total: int | None = None
        self._told_at = 0.0

    def expect(self, count_rows: Callable[[], int]) -> None:
        if self._place:
            self._total = count_rows()
            self.tell()

    def follow(self, rows: Iterable[R]) -> Iterator[R]:
        """The rows as they are; each is done when the next one is asked for."""
        for row in rows:
            yield row
            self._done += 1
            if monotonic() - self._told_at >= TOLD_EVERY_SECONDS:
                self.tell()

    def tell(self) -> None:
        self._told_at = monotonic()
        if self._place:
            caches["progress"].set(self._place, RowsDone(self._done, self._total), FORGOTTEN_AFTER_SECONDS)

    def close(self) -> None:
        if self._place:
            caches["progress"].delete(self._place)


def find_progress(viewer: Member, key: UUID) -> RowsDone:
    """How far the viewer's own import under this key is; nothing done where none is under way."""
    found: RowsDone | None = caches["progress"].get(_place_of(viewer, key))
    return found or RowsDone()


def _place_of(member: Member, key: UUID) -> str:
    return f"{member.id}:{key}"
