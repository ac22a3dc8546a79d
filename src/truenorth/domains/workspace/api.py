from typing import Any

from django.http import HttpRequest
from ninja import Router

from truenorth.domains.workspace import selectors
from truenorth.domains.workspace.auth import authenticate_user
from truenorth.domains.workspace.schemas import MeOut

router = Router(tags=["workspace"])


@router.get("/me", response=MeOut, operation_id="get_me", auth=authenticate_user)
def get_me(request: HttpRequest) -> dict[str, Any]:
    return {"user": request.user, "memberships": selectors.list_memberships(request.user)}  # type: ignore[arg-type]  # authenticated above
