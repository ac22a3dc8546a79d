from ninja import Router

from truenorth.domains.prioritization.api.decisions import router as decisions
from truenorth.domains.prioritization.api.rounds import router as rounds

router = Router(tags=["prioritization"])
router.add_router("", decisions)
router.add_router("", rounds)

__all__ = ["router"]
