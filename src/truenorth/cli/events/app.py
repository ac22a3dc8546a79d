"""The commands: on the store, and the questions."""

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from truenorth.cli.events.options import (
    ActorOption,
    BreakdownOption,
    FilterOption,
    JsonOption,
    SinceOption,
    StoreOption,
    TimezoneOption,
    UntilOption,
    ask,
    open_store,
    shared,
)
from truenorth.cli.events.printing import print_answer


class TimeUnit(StrEnum):
    MS = "ms"
    S = "s"
    US = "us"


app = typer.Typer(no_args_is_help=True, help="Bring events in, look after their store, and ask it questions.")


@app.command(name="import")
def import_events(  # noqa: PLR0913 - one option for each thing that files differ in
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The file; .gz is read as it is.")
    ],
    *,
    store: StoreOption = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", help="csv, jsonl, parquet, amplitude, mixpanel, ga4 or segment; by default guessed."),
    ] = None,
    user: Annotated[str | None, typer.Option(help="The column of the user's id.")] = None,
    device: Annotated[str | None, typer.Option(help="The column of the device's or anonymous id.")] = None,
    event: Annotated[str | None, typer.Option(help="The column of the event's name.")] = None,
    time: Annotated[str | None, typer.Option(help="The column of the time.")] = None,
    insert_id: Annotated[str | None, typer.Option(help="The column of an id that tells repeats.")] = None,
    time_unit: Annotated[TimeUnit, typer.Option(help="What a number in it counts since 1970.")] = TimeUnit.MS,
    delimiter: Annotated[str | None, typer.Option(help="Between the cells of a CSV file; by default found.")] = None,
    rejects: Annotated[Path | None, typer.Option(help="Where to write rows that are no events.")] = None,
    compact: Annotated[bool, typer.Option(help="Fold the events in when the file is read.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Bring a file of events in. The same file again changes nothing; after a crash, go on where it was."""
    from truenorth.engines.events.importers import guess_format, import_file

    given = {"user": user, "device": device, "event": event, "time": time, "insert_id": insert_id}
    with open_store(store) as opened:
        with _progress(file, is_shown=not as_json) as on_progress:
            report = import_file(
                opened,
                file,
                format=format_ or guess_format(file) or "csv",
                mapping={name: column for name, column in given.items() if column},
                time_unit=time_unit.value,
                delimiter=delimiter,
                rejects_path=rejects,
                on_progress=on_progress,
            )
        if compact:
            opened.compact()
    typer.echo(json.dumps(report.to_dict(), indent=2)) if as_json else print_answer(report.to_dict())


@app.command(name="warm")
def warm_up() -> None:
    """Compile what questions need now, instead of when the first is asked."""
    from truenorth.engines.kernels import warm

    typer.echo(f"{len(warm())} modules are ready.")


@app.command()
def info(*, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """How many events, of how many actors, from when to when, and how much room they take."""
    found = asdict(open_store(store).info())
    if as_json:
        typer.echo(json.dumps(found, indent=2))
    else:
        print_answer(found)


@app.command()
def compact(*, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Fold what arrived into segments."""
    found = asdict(open_store(store).compact())
    if as_json:
        typer.echo(json.dumps(found, indent=2, default=str))
    else:
        print_answer(found)


@app.command()
def verify(*, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Check every checksum and every count. Exit code 1 when something is wrong."""
    findings = [asdict(finding) for finding in open_store(store).verify()]
    if as_json:
        typer.echo(json.dumps({"findings": findings}, indent=2))
    else:
        print_answer({"findings": findings, "method": f"{len(findings)} wrong." if findings else "All is well."})
    raise typer.Exit(int(bool(findings)))


@app.command()
def repair(*, store: StoreOption = None) -> None:
    """Make again what can be made from the segments."""
    mended = [asdict(finding) for finding in open_store(store).repair()]
    print_answer({"mended": mended, "method": f"{len(mended)} made again."})


@app.command()
def erase(
    *,
    store: StoreOption = None,
    user: Annotated[str | None, typer.Option(help="A user, with all that is theirs.")] = None,
    device: Annotated[str | None, typer.Option(help="A device that is nobody's.")] = None,
    event: Annotated[str | None, typer.Option(help="All events of this name.")] = None,
    property_: Annotated[str | None, typer.Option("--property", help="A property, on every event.")] = None,
) -> None:
    """Take a person, an event or a property out of everything, for good; prints the receipt."""
    receipt = open_store(store).erase(user=user, device=device, event=event, property_=property_)
    typer.echo(json.dumps(asdict(receipt), indent=2, ensure_ascii=False))


@app.command()
def sql(
    statement: Annotated[str, typer.Argument(help="One SELECT over the view `events`.")],
    *,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask in SQL: actor, time, event, user_id, device_id, insert_id, properties and user_properties as JSON text."""
    table = open_store(store).sql(statement)
    if as_json:
        typer.echo(json.dumps({"columns": table.schema.names, "rows": table.to_pylist()}, indent=2, default=str))
    else:
        print_answer({"rows": [{k: _plain(v) for k, v in row.items()} for row in table.to_pylist()]})


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str | bool | None) else str(value)


@app.command()
def funnel(  # noqa: PLR0913 - an option for each choice that changes the answer
    *,
    steps: Annotated[str, typer.Option(help="The steps, with commas between them; * is any event.")],
    window: Annotated[str, typer.Option(help="How long the whole may take: 30m, 7d, seconds.")] = "7d",
    order: Annotated[str, typer.Option(help="ordered, strict or unordered.")] = "ordered",
    entry: Annotated[str, typer.Option(help="Whose times count: longest, latest or first.")] = "longest",
    ties: Annotated[str, typer.Option(help="Equal times: arrival or step.")] = "arrival",
    count: Annotated[str, typer.Option(help="actors or totals.")] = "actors",
    hold: Annotated[list[str] | None, typer.Option(help="A property that must stay the same.")] = None,
    interval: Annotated[str | None, typer.Option(help="Also by the hour, day, week or month of entry.")] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    filter_: FilterOption = None,
    breakdown: BreakdownOption = None,
    actor: ActorOption = "user",
    timezone: TimezoneOption = "UTC",
) -> None:
    """How many go all the way, and where the others stop."""
    from truenorth.engines.events import Funnel

    plan = Funnel(
        steps=[step.strip() for step in steps.split(",")],
        window=window,
        order=order,
        entry=entry,
        ties=ties,
        count=count,
        hold_constant=hold or (),
        interval=interval,
        breakdown=breakdown,
        **shared(since, until, filter_, actor, timezone),
    )
    ask(store, plan, as_json=as_json)


@app.command()
def retention(  # noqa: PLR0913 - an option for each choice that changes the answer
    *,
    start: Annotated[str, typer.Option(help="The event that begins; any.")] = "any",
    returning: Annotated[str, typer.Option(help="The event that counts as coming back; any.")] = "any",
    periods: Annotated[int, typer.Option(help="How many columns, the first included.")] = 31,
    period: Annotated[str, typer.Option(help="hour, day, week or month.")] = "day",
    kind: Annotated[str, typer.Option(help="on or on_or_after.")] = "on",
    clock: Annotated[str, typer.Option(help="calendar or rolling.")] = "calendar",
    cohort: Annotated[str, typer.Option(help="first_time or recurring.")] = "first_time",
    store: StoreOption = None,
    as_json: JsonOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    filter_: FilterOption = None,
    breakdown: BreakdownOption = None,
    actor: ActorOption = "user",
    timezone: TimezoneOption = "UTC",
) -> None:
    """Who comes back, and when."""
    from truenorth.engines.events import Retention

    plan = Retention(
        start=start,
        returning=returning,
        periods=periods,
        period=period,
        kind=kind,
        clock=clock,
        cohort=cohort,
        breakdown=breakdown,
        **shared(since, until, filter_, actor, timezone),
    )
    ask(store, plan, as_json=as_json)


@app.command()
def trend(  # noqa: PLR0913 - an option for each choice that changes the answer
    *,
    event: Annotated[str, typer.Option(help="The event; any.")] = "any",
    measure: Annotated[
        str, typer.Option(help="totals, uniques, average, sum, mean, median, p90, distinct …")
    ] = "totals",
    property_: Annotated[str | None, typer.Option("--property", help="What is summed or averaged.")] = None,
    interval: Annotated[str, typer.Option(help="hour, day, week, month, quarter, year or all.")] = "day",
    rolling: Annotated[int | None, typer.Option(help="Over so many intervals at each point.")] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    filter_: FilterOption = None,
    breakdown: BreakdownOption = None,
    actor: ActorOption = "user",
    timezone: TimezoneOption = "UTC",
) -> None:
    """How much, how many, over time."""
    from truenorth.engines.events import Trend

    plan = Trend(
        event=event,
        measure=measure,
        property=property_,
        interval=interval,
        rolling=rolling,
        breakdown=breakdown,
        **shared(since, until, filter_, actor, timezone),
    )
    ask(store, plan, as_json=as_json)


@app.command()
def journeys(  # noqa: PLR0913 - an option for each choice that changes the answer
    *,
    from_: Annotated[str | None, typer.Option("--from", help="The event after which to look.")] = None,
    to: Annotated[str | None, typer.Option(help="The event before which to look.")] = None,
    depth: Annotated[int, typer.Option(help="How many events far.")] = 4,
    top: Annotated[int, typer.Option(help="How many events at each place; the rest is Other.")] = 10,
    by: Annotated[str | None, typer.Option(help="A property that tells events apart.")] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    filter_: FilterOption = None,
    actor: ActorOption = "user",
    timezone: TimezoneOption = "UTC",
) -> None:
    """Which ways people take."""
    from truenorth.engines.events import Journey

    plan = Journey(
        from_event=from_,
        to_event=to,
        depth=depth,
        top=top,
        by=by,
        **shared(since, until, filter_, actor, timezone),
    )
    ask(store, plan, as_json=as_json)


def _progress(file: Path, *, is_shown: bool) -> Any:  # noqa: ANN401 - a context manager of a callback
    """A bar over the file's bytes on standard error, where somebody looks at it."""
    import contextlib

    from rich.console import Console
    from rich.progress import Progress

    if not is_shown or not sys.stderr.isatty():
        return contextlib.nullcontext()

    @contextlib.contextmanager
    def bar() -> Any:  # noqa: ANN401
        with Progress(console=Console(stderr=True)) as shown:
            task = shown.add_task(file.name, total=1.0)
            yield lambda _rows, share: shown.update(task, completed=share)

    return bar()
