"""The command."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truenorth.cli.rank.printing import print_ranking, to_json

if TYPE_CHECKING:
    from truenorth.cli.rank.reading import Asked
    from truenorth.engines.ranking import Finding, Stability

app = typer.Typer()


@app.command()
def rank(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV file; .gz is read as it is.")
    ],
    *,
    model: Annotated[
        str,
        typer.Option(
            metavar="MODEL|FORMULA",
            help="wsjf, safe, cost_of_delay, rice, ice, opportunity, kano, moscow, or a formula over the columns.",
        ),
    ] = "wsjf",
    raters_column: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Who rated, where a row is one rater's view of one item.")
    ] = None,
    id_column: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="What tells items apart. By default id, key or issue_key.")
    ] = None,
    title_column: Annotated[
        str, typer.Option(metavar="COLUMN", help="The items' titles, where there are any.")
    ] = "title",
    cut: Annotated[int, typer.Option(min=1, help="How many items stand above the cut line.")] = 5,
    draws: Annotated[int, typer.Option(min=1, help="How many times the list is made anew.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, other draws; the same seed, the same answer.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Rank a scored list, and say how firm each rank is and which neighbours may swap."""
    from truenorth.cli.rank.reading import Asked
    from truenorth.cli.tables import TableRefused
    from truenorth.engines.ranking import RankingRefused

    asked = Asked(file, model=model, raters=raters_column, id=id_column, title=title_column)
    try:
        found, findings, method = _answer(asked, cut=cut, draws=draws, seed=seed)
    except (RankingRefused, TableRefused) as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
    if as_json:
        typer.echo(json.dumps(to_json(found, findings, method), indent=2, ensure_ascii=False))
    else:
        print_ranking(found, findings, method, cut=cut)


def _answer(asked: "Asked", *, cut: int, draws: int, seed: int) -> tuple["Stability", list["Finding"], str]:
    from truenorth.cli.rank.reading import read_candidates
    from truenorth.engines.ranking import lint, stability

    read = read_candidates(asked)
    with read.naming_rows():
        found = stability(read.candidates, read.model, tops=(5,), cut=cut, draws=draws, seed=seed)
    return found, lint(read.candidates, read.model), f"{found.method} {read.words}"
