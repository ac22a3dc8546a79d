"""What whoever holds a link may read, signed in or not."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Router

from truenorth.domains.graph.routes import REFUSALS
from truenorth.domains.prioritization import schemas, selectors
from truenorth.domains.prioritization.kinds import NOT_DOING
from truenorth.domains.prioritization.models import Decision
from truenorth.domains.prioritization.rules import month_of
from truenorth.domains.workspace.auth import check_share_link

router = Router(tags=["public"])


@router.get(
    "/not-doing/{token}", response={200: schemas.NotDoingOut} | REFUSALS, operation_id="get_not_doing", auth=None
)
def get_not_doing(request: HttpRequest, token: str) -> Mapping[str, Any]:
    """What the workspace behind a link is not doing and why, in the words that it published."""
    workspace = check_share_link(request, token, view=NOT_DOING.name).workspace
    return {
        "workspace": workspace.name,
        "items": [_item(decision) for decision in selectors.list_not_doing(workspace)],
    }


def _item(decision: Decision) -> Mapping[str, str]:
    return {
        "title": decision.public_title,
        "words": decision.public_words,
        "verdict": decision.verdict,
        "month": month_of(decision.decided_on),
        "revisit": decision.public_revisit,
    }
