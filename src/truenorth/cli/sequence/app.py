"""The command."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truenorth.cli.sequence.printing import print_plan, to_json

if TYPE_CHECKING:
    from truenorth.cli.sequence.reading import Asked
    from truenorth.engines.sequencing import Odds, Plan

app = typer.Typer()


@app.command()
def sequence(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            readable=True,
            help="A CSV file with id, weight and duration, and where there are any after, team, release, deadline, "
            "duration_low and duration_high; .gz is read as it is.",
        ),
    ],
    *,
    capacity: Annotated[
        list[str] | None,
        typer.Option(metavar="TEAM=COUNT", help="How many things a team does at a time, where it is not one."),
    ] = None,
    away: Annotated[
        list[str] | None,
        typer.Option(metavar="TEAM=FROM..TO", help="When a team does nothing, several times for several."),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(
            metavar="PLAN.json",
            exists=True,
            dir_okay=False,
            readable=True,
            help="The answer before, as --json gave it; it stays wherever a new order would save next to nothing.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another search; the same seed, the same plan.")] = 1,
    moves: Annotated[
        int | None, typer.Option(min=0, help="How many moves a search tries; by default 1,000 for each item.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0, help="When the clock ends a search that is not through.")] = 8.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Put work in the order of least total cost of delay, by dependencies, teams and dates."""
    from truenorth.cli.sequence.reading import Asked
    from truenorth.cli.tables import TableRefused
    from truenorth.engines.sequencing import SequencingRefused

    asked = Asked(file, capacity or [], away or [], previous)
    try:
        plan, found = _answer(asked, seed=seed, moves=moves, seconds=seconds)
    except (SequencingRefused, TableRefused) as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
    if as_json:
        typer.echo(json.dumps(to_json(plan, found), indent=2, ensure_ascii=False))
    else:
        print_plan(plan, found)


def _answer(asked: "Asked", *, seed: int, moves: int | None, seconds: float) -> tuple["Plan", "Odds | None"]:
    from truenorth.cli.sequence.reading import read_items
    from truenorth.engines.sequencing import odds, sequence

    read = read_items(asked)
    with read.naming_rows():
        plan = sequence(read.items, read.teams, previous=read.previous, seed=seed, moves=moves, seconds=seconds)
    has_ranges = any(item.spread for item in plan.items)
    return plan, odds(plan, seed=seed) if has_ranges else None
