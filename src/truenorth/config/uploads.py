"""Uploads over the limit are refused before they are read: in front of Django, which would spool them first."""

from collections.abc import Mapping
from typing import Any

from truenorth.config.messages import App, Receive, Scope, Send, declared_length, send_answer
from truenorth.config.problems import problem
from truenorth.domains.kit.errors import TooLarge

FORM_OVERHEAD = 64 * 1024


class _OverLimit(Exception):
    pass


class UploadLimit:
    """An ASGI application that lets requests of at most so many megabytes through to another."""

    def __init__(self, app: App, *, megabytes: int) -> None:
        self.app = app
        self.largest = megabytes * 1024 * 1024 + FORM_OVERHEAD
        self.refusal = TooLarge(f"This server accepts uploads of up to {megabytes} MB.")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if declared_length(scope) > self.largest:
            await send_answer(send, problem(self.refusal))
            return
        try:
            await self.app(scope, self._counting(receive), send)
        except _OverLimit:  # raised while Django still reads, so nothing is answered yet
            await send_answer(send, problem(self.refusal))

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
