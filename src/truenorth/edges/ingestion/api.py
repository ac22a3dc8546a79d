from ninja import Router

from truenorth.domains.kit.schemas import REFUSALS, Problem
from truenorth.domains.workspace.auth import MemberRequest, authenticate_deliverer
from truenorth.edges.ingestion.bodies import Delivery
from truenorth.edges.ingestion.delivering import deliver
from truenorth.edges.ingestion.schemas import BODY, DeliveryOut

router = Router(tags=["ingestion"])


@router.post(
    "/events",
    response={200: DeliveryOut, 413: Problem, 415: Problem, 503: Problem} | REFUSALS,
    operation_id="deliver_events",
    auth=authenticate_deliverer,
    openapi_extra=BODY,
)
def deliver_events(request: MemberRequest) -> DeliveryOut:
    """Deliver up to 10,000 events. Those accepted are on the disk when the answer comes; those rejected are named."""
    delivery = Delivery(
        request.body, request.headers.get("Content-Type", ""), request.headers.get("Content-Encoding", "")
    )
    return deliver(delivery, workspace=request.member.workspace.slug)
