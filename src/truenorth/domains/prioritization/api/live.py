"""A round as a stream of server-sent events: who is how far, and that something changed; never a number."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from ninja import Query, Router

from truenorth.domains.prioritization import schemas, selectors, services
from truenorth.domains.prioritization.api.rounds import round_of
from truenorth.domains.prioritization.models import ScoringRound
from truenorth.domains.workspace.auth import MemberRequest

router = Router()
POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 10.0
RETRY_MILLISECONDS = 1_000
EVENTS = "text/event-stream"


@router.get("/scoring-rounds/{round_id}/live", operation_id="watch_round")
def watch_round(request: MemberRequest, round_id: UUID, query: Query[schemas.LiveIn]) -> HttpResponseBase:
    """Says `changed` with the revision and everybody's progress, at once and whenever it moves, for a while.

    A browser connects again by itself and names the revision it knows. With `wait_seconds=0` it answers once.
    """
    scoring_round = round_of(request, round_id)
    if query.wait_seconds == 0 or not isinstance(request, ASGIRequest):
        news = _event(selectors.describe_progress(scoring_round))
        response: HttpResponseBase = HttpResponse(news, content_type=EVENTS)
    else:
        known = _known_revision(request)
        response = StreamingHttpResponse(_watch(scoring_round, known, query.wait_seconds), content_type=EVENTS)
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _watch(scoring_round: ScoringRound, known: int, wait_seconds: float) -> AsyncIterator[str]:
    look = sync_to_async(_look, thread_sensitive=False)
    end = time.monotonic() + wait_seconds
    beat = time.monotonic()
    yield f"retry: {RETRY_MILLISECONDS}\n\n"
    while True:
        news = await look(scoring_round, known)
        now = time.monotonic()
        if news is not None:
            known, beat = news["revision"], now
            yield _event(news)
        elif now - beat >= HEARTBEAT_SECONDS:
            beat = now
            yield ": still here\n\n"
        if now >= end:
            return
        await asyncio.sleep(min(POLL_SECONDS, max(end - now, 0.0)))


def _look(scoring_round: ScoringRound, known: int) -> dict[str, Any] | None:
    """The progress, if the revision is another than the one known. The thread keeps no connection for the next look."""
    try:
        services.settle_round(scoring_round.pk)
        if selectors.find_revision(scoring_round.pk) == known:
            return None
        fresh = ScoringRound.objects.select_related("scoring_model__node", "node").get(pk=scoring_round.pk)
        return selectors.describe_progress(fresh)
    finally:
        connection.close()


def _known_revision(request: MemberRequest) -> int:
    named = request.headers.get("Last-Event-ID", "")
    return int(named) if named.isascii() and named.isdigit() and len(named) < 10 else -1


def _event(progress: dict[str, Any]) -> str:
    return f"id: {progress['revision']}\nevent: changed\ndata: {json.dumps(progress, default=str)}\n\n"
