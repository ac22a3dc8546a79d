"""What was delivered, folded into the order in which questions read it."""

import logging

from truenorth.domains.kit.event_stores import let_go_of, list_event_stores, open_event_store
from truenorth.engines.events import EventsRefused, StoreBusy

logger = logging.getLogger(__name__)


def compact_event_stores(*, at_least: int) -> None:
    """Compact each workspace's store in whose log so many events wait; one that another process compacts is left."""
    for slug in list_event_stores():
        try:
            _compact(slug, at_least=at_least)
        except StoreBusy:
            continue
        except EventsRefused:
            logger.exception("the events of %s could not be compacted", slug)


def _compact(slug: str, *, at_least: int) -> None:
    store = open_event_store(slug)
    try:
        if store.waiting_events() >= at_least:
            store.compact(wait=False)
    except EventsRefused:
        let_go_of(store)
        raise
