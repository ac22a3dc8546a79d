"""What the commands on events have in common."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from truenorth.domains.kit.event_stores import folder_of_stores, list_event_stores

if TYPE_CHECKING:
    from truenorth.engines.events import EventStore, Filter

OPERATORS = {
    "!=": "is_not", ">=": "gte", "<=": "lte", "!~": "not_contains", "=": "is", ">": "gt", "<": "lt", "~": "contains",
}  # fmt: skip
_FILTER = re.compile(r"(.+?)(!=|>=|<=|!~|=|>|<|~)(.*)", re.DOTALL)

StoreOption = Annotated[
    Path | None, typer.Option("--store", metavar="DIR", help="The folder of events. By default the installation's.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
SinceOption = Annotated[str | None, typer.Option(help="From this moment on: ISO 8601 or epoch milliseconds.")]
UntilOption = Annotated[str | None, typer.Option(help="Before this moment.")]
FilterOption = Annotated[
    list[str] | None,
    typer.Option(
        "--filter",
        metavar="PROPERTY=VALUE",
        help="Only events that pass: =, !=, >, >=, <, <=, ~ (contains), !~; a|b is either; NAME? is set, NAME! is not.",
    ),
]
BreakdownOption = Annotated[str | None, typer.Option(metavar="PROPERTY", help="Split by a property's values.")]
ActorOption = Annotated[str, typer.Option(help="Who is counted: user, session, or a property that holds a group.")]
TimezoneOption = Annotated[str, typer.Option(help="In whose days, weeks and months.")]


def open_store(store: Path | None) -> "EventStore":
    """The named store, or that of the installation's workspace; made when missing."""
    import importlib.util

    if importlib.util.find_spec("duckdb") is None:
        raise typer.BadParameter("needs the extra: pip install 'truenorth[events]'", param_hint="events")
    from truenorth.engines.events import EventStore

    return EventStore.open(store or _default_store())


def _default_store() -> Path:
    found = list_event_stores() or ["default"]
    if len(found) > 1:
        named = ", ".join(str(folder_of_stores() / slug) for slug in found)
        raise typer.BadParameter(f"several workspaces have events: name one of {named}", param_hint="--store")
    return folder_of_stores() / found[0]


def read_filters(given: Sequence[str] | None) -> list["Filter"]:
    """Filters as the command line writes them."""
    return [_read_filter(text) for text in given or ()]


def _read_filter(text: str) -> "Filter":
    from truenorth.engines.events import Filter

    if text[-1:] in ("?", "!") and not _FILTER.fullmatch(text):
        return Filter(property=text[:-1], operator="set" if text.endswith("?") else "not_set")
    found = _FILTER.fullmatch(text)
    if not found:
        raise typer.BadParameter(f"{text!r} is not PROPERTY=VALUE", param_hint="--filter")
    return Filter(property=found[1], operator=OPERATORS[found[2]], value=tuple(found[3].split("|")))


def ask(store: Path | None, plan: Any, *, as_json: bool) -> None:  # noqa: ANN401 - any plan
    """Ask, and print the answer as JSON or as tables."""
    from truenorth.cli.events.printing import print_answer

    answer = open_store(store).query(plan)
    if as_json:
        typer.echo(json.dumps(answer.to_dict(), indent=2, ensure_ascii=False))
    else:
        print_answer(answer.to_dict())


def shared(
    since: str | None, until: str | None, filters: Sequence[str] | None, actor: str, timezone: str
) -> dict[str, Any]:
    """The fields that every plan has."""
    return {
        "since": since,
        "until": until,
        "filters": read_filters(filters),
        "actor": actor,
        "timezone": timezone,
    }
