"""From a delivery to its receipt."""

from truenorth.domains.kit.event_stores import let_go_of, open_event_store
from truenorth.edges.ingestion.bodies import Delivery, read_events
from truenorth.edges.ingestion.errors import NothingAccepted, StoreOutOfOrder, StoreOutOfRoom
from truenorth.edges.ingestion.schemas import DeliveryOut, RejectedEventOut
from truenorth.engines.events import StoreFull, StoreUnusable
from truenorth.engines.events.accepting import Accepted

RETRY_FULL_SECONDS = 60
RETRY_UNUSABLE_SECONDS = 5


def deliver(delivery: Delivery, *, workspace: str) -> DeliveryOut:
    """Take the events into the store of the workspace (its slug); on return they are on the disk."""
    taken = read_events(delivery)
    rejected = [RejectedEventOut(index=each.row, field=each.field, reason=each.reason) for each in taken.rejected]
    if rejected and not taken.rows:
        first = rejected[0]
        raise NothingAccepted(
            fields={f"events.{first.index}.{first.field}": first.reason},
            extra={"rejected": [each.model_dump() for each in rejected]},
        )
    if taken.rows:
        _append(taken, workspace)
    return DeliveryOut(accepted=taken.rows, rejected=rejected)


def _append(taken: Accepted, workspace: str) -> None:
    store = None
    try:
        store = open_event_store(workspace)
        store.append(taken, durable=True)
    except StoreUnusable as refusal:
        if store is not None:
            let_go_of(store)
        if isinstance(refusal, StoreFull):
            raise StoreOutOfRoom(extra={"retry_after_seconds": RETRY_FULL_SECONDS}) from refusal
        raise StoreOutOfOrder(extra={"retry_after_seconds": RETRY_UNUSABLE_SECONDS}) from refusal
