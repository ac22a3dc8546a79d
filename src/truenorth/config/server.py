"""The web server, in this process."""

import gc
import importlib
import signal
import socket

import uvicorn

from truenorth import __version__
from truenorth.domains.kit.event_stores import close_event_stores


class Server(uvicorn.Server):
    """Says where it listens as soon as it does."""

    def __init__(self) -> None:
        super().__init__(
            uvicorn.Config(
                "truenorth.config.asgi:application",
                lifespan="off",
                access_log=False,
                log_config=None,
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _settle_down()
        for listener in sockets or ():
            host, port = listener.getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            print(f"Truenorth {__version__} at http://{shown}:{port} (Ctrl-C stops it)", flush=True)  # noqa: T201

    def stop(self) -> None:
        self.should_exit = True


def _settle_down() -> None:
    """What is loaded at the start stays for good: the collector need not walk through it while somebody waits."""
    importlib.import_module("truenorth.config.urls")
    gc.collect()
    gc.freeze()


def run_server(server: Server, listener: socket.socket) -> None:
    """Serve until SIGINT, SIGTERM or `stop()`."""
    # uvicorn raises the signal again that stopped it, once it is done; by then there is nothing left to stop.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    try:
        server.run(sockets=[listener])
    finally:
        close_event_stores()
