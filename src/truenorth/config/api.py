"""The one API object: every domain's router, one way to know who asks, one shape of error."""

from ninja import NinjaAPI

from truenorth import __version__
from truenorth.config.health import router as health
from truenorth.config.problems import add_problem_handlers
from truenorth.domains.calibration.api import router as calibration
from truenorth.domains.discovery.api import router as discovery
from truenorth.domains.engineering.api import router as engineering
from truenorth.domains.experiments.api import router as experiments
from truenorth.domains.graph.api import router as graph
from truenorth.domains.home.api import router as home
from truenorth.domains.prioritization.api import public as not_doing
from truenorth.domains.prioritization.api import router as prioritization
from truenorth.domains.pulse.api import router as pulse
from truenorth.domains.roadmap.api import public as shared_roadmap
from truenorth.domains.roadmap.api import router as roadmap
from truenorth.domains.strategy.api import router as strategy
from truenorth.domains.workspace.api import router as workspace
from truenorth.domains.workspace.auth import authenticate_member
from truenorth.edges.imports.api import router as imports
from truenorth.edges.imports.trackers.api import router as exports
from truenorth.edges.ingestion.api import router as ingestion

api = NinjaAPI(title="Truenorth", version=__version__, auth=authenticate_member, docs_url=None, urls_namespace="api")
add_problem_handlers(api)
api.add_router("", health)
api.add_router("", workspace)
api.add_router("/graph", graph)
api.add_router("/discovery", discovery)
api.add_router("/engineering", engineering)
api.add_router("/experiments", experiments)
api.add_router("/strategy", strategy)
api.add_router("/calibration", calibration)
api.add_router("/exports", exports)
api.add_router("/home", home)
api.add_router("/imports", imports)
api.add_router("/ingestion", ingestion)
api.add_router("/pulse", pulse)
api.add_router("/prioritization", prioritization)
api.add_router("/public", not_doing)
api.add_router("/public", shared_roadmap)
api.add_router("/roadmap", roadmap)
