"""The worker: one process under `truenorth serve` that does what has no user waiting."""

import os
import signal
import subprocess
import sys
import threading
import time
from typing import Annotated

import typer

from truenorth.cli.context import prepare

app = typer.Typer()

LONGEST_PAUSE_SECONDS = 60.0
STOPS_WITHIN_SECONDS = 1.5


@app.command()
def worker(
    *,
    under: Annotated[bool, typer.Option("--under-server", hidden=True, help="End when standard input ends.")] = False,
) -> None:
    """Run the background worker alone, beside a server that has TRUENORTH_WORKER=false."""
    prepare()
    from django.conf import settings as django_settings

    from truenorth.domains.kit import queue

    queue.discover(django_settings.INSTALLED_APPS)
    threading.Thread(target=_beat, daemon=True).start()
    threading.Thread(target=_compile, daemon=True).start()
    if under:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    queue.huey.create_consumer(workers=1, max_delay=2.0, shutdown_timeout=STOPS_WITHIN_SECONDS).run()


def _beat() -> None:
    from truenorth.domains.kit import queue

    while True:
        queue.beat()
        time.sleep(queue.HEARTBEAT_SECONDS)


def _compile() -> None:
    """Have the ranking's passes compiled before somebody reveals a round; the server finds them beside their source."""
    import truenorth.engines.ranking.kernels  # noqa: F401 - importing compiles


def _end_with_parent() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


class WorkerProcess:
    """The worker as a child that is started again when it dies, and that ends with its parent however that ends."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        from truenorth.domains.kit import queue

        self._child = self._spawn()
        queue.beat()  # one interval's grace: the child says so itself once it has loaded
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def stop(self) -> None:
        self._stopping.set()
        self._keeper.join()
        if self._child.stdin:
            self._child.stdin.close()
        try:
            self._child.wait(STOPS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _spawn(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C in the terminal reaches the server alone, which then ends its worker.
        return subprocess.Popen(
            [sys.executable, "-m", "truenorth", "worker", "--under-server"],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def _keep(self) -> None:
        pause = 1.0
        while not self._stopping.wait(pause):
            if self._child.poll() is None:
                pause = 1.0
                continue
            sys.stderr.write(f"The worker ended with code {self._child.returncode}; starting it again.\n")
            self._child = self._spawn()
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
