import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from truenorth.cli.context import prepare
from truenorth.cli.demo import make_demo
from truenorth.cli.worker import WorkerProcess
from truenorth.domains.kit.errors import DomainError
from truenorth.domains.kit.settings import settings

app = typer.Typer()


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
) -> None:
    """Serve the page and the API, with one worker beside them, until Ctrl-C."""
    given = settings()
    listener = _listen(host or given.host, given.port if port is None else port)
    with _the_only_server(given.data_dir):
        prepare()
        if with_demo:
            make_demo()
        from truenorth.config.server import run_server

        worker = WorkerProcess() if given.worker else None
        try:
            run_server(listener)
        finally:
            listener.close()
            if worker:
                worker.stop()


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
def _the_only_server(data_dir: Path) -> Iterator[None]:
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / ".serving").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip()
            raise AlreadyServed(f"{data_dir} is already served by process {holder}.") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
