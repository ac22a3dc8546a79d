from ninja import Router

from truenorth.domains.prioritization.api.candidates import router as candidates
from truenorth.domains.prioritization.api.decisions import router as decisions
from truenorth.domains.prioritization.api.live import router as live
from truenorth.domains.prioritization.api.public import router as public
from truenorth.domains.prioritization.api.rounds import router as rounds

router = Router(tags=["prioritization"])
router.add_router("", decisions)
router.add_router("", rounds)
router.add_router("", candidates)
router.add_router("", live)

__all__ = ["public", "router"]
