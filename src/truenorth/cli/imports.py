"""`truenorth import <source> FILE`: one command for each importer, made from what the importer says of itself."""

import contextlib
import inspect
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, cast
from uuid import UUID

import typer
from typer.core import TyperGroup

from truenorth.cli.context import AsOption, WorkspaceOption, acting, start_django

if TYPE_CHECKING:
    from truenorth.domains.workspace.models import Member
    from truenorth.edges.imports.importers import Importer
    from truenorth.edges.imports.jobs import Report

ERRORS_SHOWN = 20

FileArgument = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The file; .gz is read as it is.")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="Which column fills a field. May be given several times."),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Write nothing; print what the real run would do.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]


class Importers(TyperGroup):
    """The importers are known once Django is loaded, so their commands are made when somebody asks for one."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - typer's own context class is private
        return [*sorted(_find_importers()), "undo"]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - so is its command class
        importer = _find_importers().get(cmd_name)
        return _make_command(importer) if importer else self.commands.get(cmd_name)


app = typer.Typer(cls=Importers, no_args_is_help=True, help="Bring a file in; the same file again changes nothing.")


@app.callback()
def bring_in() -> None:
    """Bring a file in; the same file again changes nothing."""


def _find_importers() -> dict[str, type["Importer"]]:
    start_django()
    from truenorth.edges.imports.registry import IMPORTERS

    return {importer.source: importer for importer in IMPORTERS}


def _make_command(importer: type["Importer"]) -> object:
    def command(**given: Any) -> None:
        options = {option.name: given[option.name] for option in importer.options if given[option.name]}
        with acting(workspace=given["workspace"], email=given["as_"], dry_run=given["dry_run"]) as actor:
            _import(importer, actor, given, options)

    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters: dict[str, tuple[object, object]] = {
        "file": (FileArgument, inspect.Parameter.empty),
        "workspace": (WorkspaceOption, None),
        "as_": (AsOption, None),
        "map_": (MapOption, None),
        "dry_run": (DryRunOption, False),
        "as_json": (JsonOption, False),
    }
    for option in importer.options:
        flag = typer.Option("--" + option.name.replace("_", "-"), help=option.help)
        parameters[option.name] = (Annotated[str, flag], inspect.Parameter.empty if option.is_required else "")
    cast("Any", command).__signature__ = inspect.Signature(
        [inspect.Parameter(n, keyword, annotation=a, default=default) for n, (a, default) in parameters.items()]
    )
    maker = typer.Typer(add_completion=False, rich_markup_mode=None)
    maker.command(name=importer.source, help=importer.help)(command)
    made = typer.main.get_command(maker)
    made.name = importer.source
    return made


def _import(importer: type["Importer"], actor: "Member", given: dict[str, Any], options: dict[str, str]) -> None:
    from truenorth.edges.imports.running import run_import

    path: Path = given["file"]
    with _open(path, is_watched=not given["as_json"]) as file:
        report = run_import(
            actor=actor,
            source=importer.source,
            file=file,
            file_name=path.name,
            mapping=_read_mapping(given["map_"] or ()),
            options=options,
            dry_run=given["dry_run"],
        )
    typer.echo(json.dumps(_as_json(report), indent=2, default=str) if given["as_json"] else describe(report))


@contextlib.contextmanager
def _open(path: Path, *, is_watched: bool) -> Iterator[BinaryIO]:
    """The file, with a bar over its bytes on standard error where somebody looks at it."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    with path.open("rb") as file:
        if not is_watched or not sys.stderr.isatty():
            yield file
            return
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
        with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as shown:
            yield shown.wrap_file(file, total=path.stat().st_size, description=path.name)


def _as_json(report: "Report") -> dict[str, object]:
    """What the file says first, then what the import did."""
    did = asdict(report)
    return {**did.pop("answer"), **did}


def _read_mapping(pairs: Sequence[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"{pair!r} is not FIELD=COLUMN", param_hint="--map")
        mapping[field.strip()] = column.strip()
    return mapping


def describe(report: "Report") -> str:
    """The report in a few lines for a person."""
    would = "would be " if report.dry_run else ""
    lines = [
        f"{report.file_name}: {report.created:,} {would}created, {report.unchanged:,} here already, "
        f"{report.rejected:,} rejected."
    ]
    lines += [f"  {field} ← {column}" for field, column in report.mapping.items()]
    lines += [
        f"  row {error.row}{', ' + error.field if error.field else ''}: {error.message}"
        for error in report.errors[:ERRORS_SHOWN]
    ]
    if len(report.errors) > ERRORS_SHOWN:
        lines.append("  … more; --json lists them.")
    lines += [f"  {name}: {value}" for name, value in report.detail.items() if isinstance(value, str | int | float)]
    if report.run_id:
        lines.append(f"Undo it as a unit: truenorth import undo {report.run_id}")
    return "\n".join(lines)


@app.command()
def undo(
    run_id: Annotated[UUID, typer.Argument(help="The id that the import printed.")],
    *,
    workspace: WorkspaceOption = None,
    as_: AsOption = None,
) -> None:
    """Take back everything that one import brought in."""
    with acting(workspace=workspace, email=as_) as actor:
        from truenorth.edges.imports.running import undo_run

        run = undo_run(actor=actor, run_id=run_id)
        typer.echo(f"{run.file_name or run.source}: taken back.")
