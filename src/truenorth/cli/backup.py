from pathlib import Path
from typing import Annotated

import typer

from truenorth.cli.context import database_kind, prepare, start_django
from truenorth.domains.kit.settings import settings

app = typer.Typer()


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The .zip to write; it must not exist yet.")]) -> None:
    """Write the whole data folder (database, events, files, secret) to one file, while the server runs."""
    prepare()
    from truenorth.config.backups import write_backup

    manifest = write_backup(settings().data_dir, file, database=database_kind())
    typer.echo(f"Wrote {len(manifest.parts)} parts, {file.stat().st_size:,} bytes, to {file}")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `truenorth backup` wrote.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the data that is there.")] = False,
) -> None:
    """Put a backup back into the data folder: all of it or nothing, while the server runs."""
    kind = database_kind()
    if kind == "postgresql":
        start_django()
    from truenorth.config.backups import restore_backup

    manifest = restore_backup(file, settings().data_dir, database=kind, force=force)
    prepare()
    typer.echo(f"Restored {len(manifest.parts)} parts as of {manifest.made_at} to {settings().data_dir}")
