"""Failed attempts, counted by address, so that a secret cannot be guessed by trying.

The counts live in the server's memory: `truenorth serve` is one web process, so it sees every attempt. Where several
processes serve one installation, each allows the limit once.
"""

from dataclasses import dataclass

from django.core.cache import cache

from truenorth.domains.kit.errors import TooManyRequests


@dataclass(frozen=True, slots=True)
class AttemptLimit:
    name: str
    at_most: int
    window_seconds: int

    def refuse_when_spent(self, who: str) -> None:
        if cache.get(self._key(who), 0) >= self.at_most:
            raise TooManyRequests(extra={"retry_after_seconds": self.window_seconds})

    def count_failure(self, who: str) -> None:
        key = self._key(who)
        cache.add(key, 0, self.window_seconds)
        try:
            cache.incr(key)
        except ValueError:  # the window closed in between
            cache.set(key, 1, self.window_seconds)

    def _key(self, who: str) -> str:
        return f"attempts:{self.name}:{who}"
