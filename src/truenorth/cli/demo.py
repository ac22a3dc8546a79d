"""`truenorth demo`: the demo workspace, made once."""

import typer

from truenorth.cli.context import prepare

app = typer.Typer()


@app.command()
def demo() -> None:
    """Make the demo workspace where it is not there yet, and print its login."""
    prepare()
    make_demo()


def make_demo() -> None:
    """Tell the demo's story where nobody told it yet; the data folder is prepared."""
    from truenorth.edges.demo.building import is_told, tell_the_story
    from truenorth.edges.demo.people import OLGA, PASSWORD

    if not is_told():
        typer.echo("Making the demo workspace …")
        tell_the_story()
    typer.echo(f"Sign in to the demo as {OLGA.email} with the password: {PASSWORD}")
