"""Deliveries of events with a token, taken in front of Django: what it does for a request costs as much as a batch."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qs

from django.db import close_old_connections
from django.http import HttpResponse, JsonResponse

from truenorth.config.messages import App, Receive, Scope, Send, declared_length, headers_of, send_answer
from truenorth.config.problems import problem
from truenorth.domains.kit.errors import DomainError
from truenorth.domains.workspace.auth import get_deliverer
from truenorth.edges.ingestion.bodies import Delivery, refuse_large
from truenorth.edges.ingestion.delivering import deliver
from truenorth.edges.ingestion.errors import TooMuchAtOnce
from truenorth.edges.ingestion.keys import Keys

PATH = "/api/ingestion/events"
THREADS = 4
"""Deliveries that are read and written side by side: while one waits for the disk, the next are read and join it."""
MOST_WAITING_BYTES = 64 * 1024 * 1024
RETRY_SECONDS = 1

T = TypeVar("T")


class _Gone(Exception):
    """Whoever delivered hung up in between."""


class Deliveries:
    """An ASGI application that takes deliveries with a token, and lets everything else through to another."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._keys = Keys()
        self._threads = ThreadPoolExecutor(THREADS, "deliveries")
        self._waiting_bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = headers_of(scope) if _is_post(scope) else {}
        if "authorization" not in headers:
            await self.app(scope, receive, send)
            return
        try:
            answer = await self._answer(scope, headers, receive)
        except DomainError as refusal:
            answer = problem(refusal)
        except _Gone:
            return
        await send_answer(send, answer)

    async def _answer(self, scope: Scope, headers: dict[str, str], receive: Receive) -> HttpResponse:
        refuse_large(declared_length(scope))
        workspace = await self._workspace(scope, headers)
        parts = bytearray()
        try:
            async for part in _parts(receive):
                self._waiting_bytes += len(part)
                parts += part
                refuse_large(len(parts))
                if self._waiting_bytes > MOST_WAITING_BYTES:
                    raise TooMuchAtOnce(extra={"retry_after_seconds": RETRY_SECONDS})
            delivery = Delivery(bytes(parts), headers.get("content-type", ""), headers.get("content-encoding", ""))
            receipt = await self._in_thread(partial(deliver, delivery, workspace=workspace))
        finally:
            self._waiting_bytes -= len(parts)
        return JsonResponse(receipt.model_dump())

    async def _workspace(self, scope: Scope, headers: dict[str, str]) -> str:
        bearer = headers["authorization"]
        named = parse_qs(scope["query_string"].decode("latin-1")).get("workspace", [""])[-1]
        slug = headers.get("x-workspace") or named or None
        known = self._keys.find(bearer, slug=slug)
        if known is None:
            address = (scope.get("client") or ("",))[0]
            known = await self._in_thread(partial(_check, bearer, address=address, slug=slug))
            self._keys.hold(bearer, slug=slug, workspace=known)
        return known

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _is_post(scope: Scope) -> bool:
    return bool(scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "POST")


async def _parts(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        yield message.get("body", b"")
        if not message.get("more_body"):
            return


def _check(bearer: str, *, address: str, slug: str | None) -> str:
    close_old_connections()
    try:
        return get_deliverer(bearer, address=address, slug=slug).workspace.slug
    finally:
        close_old_connections()
