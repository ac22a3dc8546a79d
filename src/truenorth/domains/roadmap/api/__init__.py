from ninja import Router

from truenorth.domains.roadmap.api.dependencies import router as dependencies
from truenorth.domains.roadmap.api.initiatives import router as initiatives
from truenorth.domains.roadmap.api.planning import router as planning
from truenorth.domains.roadmap.api.public import router as public
from truenorth.domains.roadmap.api.sharing import router as sharing
from truenorth.domains.roadmap.api.snapshots import router as snapshots
from truenorth.domains.roadmap.api.views import router as views

router = Router(tags=["roadmap"])
router.add_router("", dependencies)
router.add_router("", initiatives)
router.add_router("", planning)
router.add_router("", sharing)
router.add_router("", snapshots)
router.add_router("", views)

__all__ = ["public", "router"]
