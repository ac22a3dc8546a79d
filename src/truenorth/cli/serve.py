import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from truenorth.cli.context import prepare
from truenorth.cli.demo import make_demo
from truenorth.cli.worker import WorkerProcess
from truenorth.config.backups import is_restore_waiting
from truenorth.config.backups.folder import holding
from truenorth.domains.kit.errors import DomainError
from truenorth.domains.kit.settings import settings

app = typer.Typer()

RESTORE_TAKES_AT_MOST_SECONDS = 3600
LOOKS_FOR_A_RESTORE_EVERY_SECONDS = 0.5


class AddressTaken(DomainError):
    code = "cli.address_taken"
    title = "The address is not free."


class AlreadyServed(DomainError):
    code = "cli.already_served"
    title = "Another server serves this data folder."


@app.command()
def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on. By default TRUENORTH_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 for any. By default TRUENORTH_PORT.")] = None,
    with_demo: Annotated[
        bool, typer.Option("--demo", help="Make the demo workspace first, where it is missing.")
    ] = False,
    after_restore: Annotated[int | None, typer.Option(hidden=True, help="The socket to go on listening on.")] = None,
) -> None:
    """Serve the page and the API, with one worker beside them, until Ctrl-C."""
    _set_address(host, port)
    given = settings()
    listener = _listen(given.host, given.port) if after_restore is None else socket.socket(fileno=after_restore)
    kept = listener.dup()  # the server closes its own; callers wait on this one while a restore goes on
    with _the_only_server(given.data_dir, is_patient=after_restore is not None):
        prepare(is_server=True)
        if with_demo:
            make_demo()
        from truenorth.config.server import Server, run_server

        server = Server()
        worker = WorkerProcess() if given.worker else None
        try:
            restoring = _watch(given.data_dir, server.stop)
            run_server(server, listener)
        finally:
            if worker:
                worker.stop()
    if restoring.is_set():
        os.set_inheritable(kept.fileno(), True)  # noqa: FBT003 - a parameter that takes no keyword
        again = [sys.executable, "-m", "truenorth", "serve", "--after-restore", str(kept.fileno())]
        os.execv(sys.executable, again)  # noqa: S606 - ourselves, on the data that is there now


def _set_address(host: str | None, port: int | None) -> None:
    """What was asked for on the command line holds for the links in e-mails and for a restart too."""
    if host is not None:
        os.environ["TRUENORTH_HOST"] = host
    if port is not None:
        os.environ["TRUENORTH_PORT"] = str(port)
    settings.cache_clear()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, proto)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        reason = (
            f"{host}:{port} cannot be listened on ({error.strerror}): choose another with --port or TRUENORTH_PORT."
        )
        raise AddressTaken(reason) from None
    return listener


@contextmanager
def _the_only_server(data_dir: Path, *, is_patient: bool) -> Iterator[None]:
    try:
        with holding(data_dir, patience_seconds=RESTORE_TAKES_AT_MOST_SECONDS if is_patient else 0) as lock:
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield
    except BlockingIOError:
        holder = (data_dir / ".serving").read_text().strip()
        raise AlreadyServed(f"{data_dir} is already served by process {holder}.") from None


def _watch(data_dir: Path, stop: Callable[[], None]) -> threading.Event:
    """Stop serving when a restore waits for the folder; the event says that this was why."""
    found = threading.Event()

    def watch() -> None:
        pause = threading.Event()
        while not is_restore_waiting(data_dir):
            pause.wait(LOOKS_FOR_A_RESTORE_EVERY_SECONDS)
        found.set()
        stop()

    threading.Thread(target=watch, daemon=True).start()
    return found
