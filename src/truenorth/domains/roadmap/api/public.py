"""The roadmap for whoever holds a link, signed in or not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from truenorth.domains.kit.schemas import REFUSALS
from truenorth.domains.roadmap import schemas, selectors
from truenorth.domains.roadmap.kinds import ROADMAP
from truenorth.domains.roadmap.rules import Audience, write_page
from truenorth.domains.workspace.auth import check_share_link

router = Router(tags=["public"])
# Other pages may show this one and nothing else of ours; it runs and loads nothing.
EMBEDDED = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *"


@router.get(
    "/roadmap/{token}",
    response={200: schemas.SharedRoadmapOut} | REFUSALS,
    operation_id="get_shared_roadmap",
    auth=None,
)
def get_shared_roadmap(request: HttpRequest, token: str) -> dict[str, Any]:
    """The roadmap as the link's audience may see it."""
    return _read(request, token)


@router.get("/roadmap/{token}/embed", operation_id="embed_roadmap", auth=None)
def embed_roadmap(request: HttpRequest, token: str) -> HttpResponse:
    """The same as a page that may stand in another one."""
    response = HttpResponse(write_page(_read(request, token)), content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = EMBEDDED
    return response


def _read(request: HttpRequest, token: str) -> dict[str, Any]:
    link = check_share_link(request, token, view=ROADMAP.name)
    audience = Audience(link.options.get("audience", Audience.CUSTOMERS))
    return selectors.get_shared_roadmap(link.workspace, link.created_by, audience)
