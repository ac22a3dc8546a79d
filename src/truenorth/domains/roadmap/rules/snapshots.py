"""What a snapshot keeps of each item of the roadmap, and how it lies in JSON."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """A person or a team: the same one under another name is the same."""

    id: str
    name: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class FrozenSlice:
    id: str
    title: str
    value_percent: float
    effort_percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """An item as it stood: `position` is its place in its horizon from 1 on, `body` a digest of its text, dates ISO."""

    id: str
    key: str
    title: str
    body: str = ""
    horizon: str | None = None
    position: int | None = None
    starts_on: str | None = None
    target_on: str | None = None
    owner: Named | None = None
    team: Named | None = None
    confidence: int | None = None
    state: str = "idea"
    outcome: str | None = None
    effort_weeks: float | None = None
    slices: tuple[FrozenSlice, ...] = ()
    score: float | None = None
    rank: int | None = None


KEPT = tuple(each.name for each in fields(Frozen))


def digest(text: str) -> str:
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=12).hexdigest() if text else ""


def write_items(items: Iterable[Frozen]) -> list[dict[str, Any]]:
    return [asdict(item) for item in items]


def read_items(rows: Sequence[Mapping[str, Any]]) -> list[Frozen]:
    """Items from their JSON; what an older snapshot does not know yet has its default."""
    return [_read(row) for row in rows]


def _read(row: Mapping[str, Any]) -> Frozen:
    known = {name: row[name] for name in KEPT if name in row}
    people = {name: Named(**known[name]) for name in ("owner", "team") if known.get(name)}
    slices = tuple(FrozenSlice(**each) for each in known.get("slices", ()))
    return Frozen(**known | people | {"slices": slices})
