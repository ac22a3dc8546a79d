"""Tokens that were checked a moment ago, so that not every delivery asks the database."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from truenorth.domains.workspace.selectors import hash_secret

HELD_SECONDS = 5.0
MOST_HELD = 10_000


@dataclass(slots=True)
class Keys:
    """Which workspace a key opens, for five seconds after `check` said so; so long a revoked token still opens it."""

    clock: Callable[[], float] = time.monotonic
    _held: dict[tuple[str, str | None], tuple[str, float]] = field(default_factory=dict)

    def find(self, bearer: str, *, slug: str | None) -> str | None:
        """The slug of the workspace, where it is known."""
        found = self._held.get((hash_secret(bearer), slug))
        return found[0] if found and found[1] > self.clock() else None

    def hold(self, bearer: str, *, slug: str | None, workspace: str) -> None:
        if len(self._held) >= MOST_HELD:
            self._held.clear()
        self._held[hash_secret(bearer), slug] = (workspace, self.clock() + HELD_SECONDS)

    def __len__(self) -> int:
        return len(self._held)
