from truenorth.domains.kit.queue import periodic
from truenorth.edges.ingestion.compacting import compact_event_stores

MANY = 100_000


@periodic(minute="*")
def compact_events_where_many_wait() -> None:
    compact_event_stores(at_least=MANY)


@periodic(minute="4,19,34,49")
def compact_events_that_wait() -> None:
    compact_event_stores(at_least=1)
