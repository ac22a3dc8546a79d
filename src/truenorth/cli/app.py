"""The one command. A module of this package makes a typer app; naming it in GROUPS plugs it in."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from truenorth import __version__
from truenorth.cli import (
    backup,
    demo,
    doctor,
    events,
    experiment,
    exports,
    imports,
    manage,
    people,
    rank,
    sequence,
    serve,
    worker,
)
from truenorth.domains.kit.errors import DomainError
from truenorth.domains.kit.settings import SettingsRefused
from truenorth.engines.events.errors import EventsRefused

GROUPS: list[tuple[typer.Typer, str | None]] = [
    (serve.app, None),
    (worker.app, None),
    (demo.app, None),
    (doctor.app, None),
    (backup.app, None),
    (people.app, None),
    (manage.app, None),
    (rank.app, None),
    (sequence.app, None),
    (exports.app, None),
    (imports.app, "import"),
    (events.app, "events"),
    (experiment.app, "experiment"),
]
"""Each with the name of its group, or None where its commands stand beside `serve`."""

app = typer.Typer(
    name="truenorth",
    help="From a customer's words to a measured, calibrated outcome.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for group, name in GROUPS:
    app.add_typer(group, name=name)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer's way of calling back
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def run(arguments: Sequence[str]) -> int:
    """Run one command. A refusal is one clear line and exit code 1; a misused command is 2."""
    try:
        app(list(arguments), prog_name="truenorth")
    except SettingsRefused as refusal:
        for line in str(refusal).splitlines():
            sys.stderr.write(f"setting {line}\n")
        return 1
    except DomainError as refusal:
        sys.stderr.write(describe_refusal(refusal) + "\n")
        return 1
    except EventsRefused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    return 0


def describe_refusal(refusal: DomainError) -> str:
    fields = "; ".join(f"{name}: {what}" for name, what in refusal.fields.items())
    said = " ".join(part for part in (refusal.detail or refusal.title, fields) if part)
    return f"{' '.join(said.split())} [{refusal.code}]"
