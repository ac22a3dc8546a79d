"""Who reached which step: for lists of people, and for tests."""

from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.funnels.paths import find
from truenorth.engines.events.funnels.plan import Funnel
from truenorth.engines.events.funnels.rows import gather


def members(plan: Funnel, histories: Histories, about: Provenance) -> list[tuple[str, int]]:  # noqa: ARG001 - as `read`
    """The actors of a bucket in the funnel, each with the last step of its path, from 1.

    An actor comes once for each held value, or for each attempt where totals are counted; who was removed is absent.

    >>> from truenorth.engines.events.asking.histories import from_rows
    >>> rows = [{"actor": "ada", "event": event, "time": 1709294400000} for event in ("signup", "paid")]
    >>> members(Funnel(steps=["signup", "paid"]), from_rows(rows), Provenance("g1", 2, 0, 0))
    [('ada', 2)]
    """
    gathered = gather(plan, histories)
    paths = find(plan, gathered)
    names = histories.actors().take(gathered.owner[paths.unit]).to_pylist()
    return list(zip(names, paths.level.tolist(), strict=True))
