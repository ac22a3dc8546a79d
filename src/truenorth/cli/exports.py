"""`truenorth export <tracker>`: the roadmap as a file that a tracker takes in."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from truenorth.cli.context import AsOption, WorkspaceOption, acting

app = typer.Typer()


@app.command()
def export(
    tracker: Annotated[
        str,
        typer.Argument(help="jira, linear, github, gitlab, trello, asana, productboard or shortcut."),
    ],
    *,
    to: Annotated[Path | None, typer.Option(help="The file to write; by default it is printed.")] = None,
    workspace: WorkspaceOption = None,
    as_: AsOption = None,
) -> None:
    """Write the initiatives as CSV with the columns of a tracker's own export."""
    with acting(workspace=workspace, email=as_) as actor:
        from truenorth.domains.roadmap.selectors import list_initiatives
        from truenorth.edges.imports.trackers.exporting import get_tracker, write_export

        initiatives = list(list_initiatives(actor))
        content = write_export(actor, get_tracker(tracker), initiatives)
    if to is None:
        sys.stdout.write(content)
        return
    to.write_text(content, encoding="utf-8")
    typer.echo(f"{to.name}: {len(initiatives):,} initiatives.")
