"""Uploads over the limit are refused before they are read: in front of Django, which would spool them first."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from truenorth.config.problems import problem
from truenorth.domains.kit.errors import TooLarge

FORM_OVERHEAD = 64 * 1024

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class _OverLimit(Exception):
    pass


class UploadLimit:
    """An ASGI application that lets requests of at most so many megabytes through to another."""

    def __init__(self, app: App, *, megabytes: int) -> None:
        self.app = app
        self.largest = megabytes * 1024 * 1024 + FORM_OVERHEAD
        self.refusal = TooLarge(f"This server accepts uploads of up to {megabytes} MB.")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _declared_length(scope) > self.largest:
            await self._refuse(send)
            return
        try:
            await self.app(scope, self._counting(receive), send)
        except _OverLimit:  # raised while Django still reads, so nothing is answered yet
            await self._refuse(send)

    def _counting(self, receive: Receive) -> Receive:
        seen = 0

        async def counted() -> Mapping[str, Any]:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.largest:
                raise _OverLimit
            return message

        return counted

    async def _refuse(self, send: Send) -> None:
        answer = problem(self.refusal)
        headers = [(name.lower().encode(), value.encode()) for name, value in answer.items()]
        headers.append((b"content-length", str(len(answer.content)).encode()))
        await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": answer.content})


def _declared_length(scope: Scope) -> int:
    declared = dict(scope.get("headers", ())).get(b"content-length", b"0")
    return int(declared) if declared.isdigit() else 0
