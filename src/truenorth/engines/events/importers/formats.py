"""Which files can be imported, and what a file looks like."""

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from truenorth.engines.events.errors import EventRefused
from truenorth.engines.events.importers.files import members
from truenorth.engines.events.importers.from_amplitude import read_amplitude
from truenorth.engines.events.importers.from_csv import read_csv
from truenorth.engines.events.importers.from_ga4 import read_ga4
from truenorth.engines.events.importers.from_jsonl import read_jsonl
from truenorth.engines.events.importers.from_mixpanel import read_mixpanel
from truenorth.engines.events.importers.from_parquet import is_parquet, read_parquet
from truenorth.engines.events.importers.from_segment import read_segment
from truenorth.engines.events.importers.reading import Read

HEAD_BYTES = 262_144


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how it is read, in words what it is, and whether a mapping of columns applies."""

    name: str
    read: Read
    what: str
    is_mapped: bool = False


FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("csv", read_csv, "CSV with a header, one row an event", is_mapped=True),
        Format("jsonl", read_jsonl, "JSON lines, one object an event", is_mapped=True),
        Format("parquet", read_parquet, "Parquet, one row an event", is_mapped=True),
        Format("amplitude", read_amplitude, "Amplitude's export, a ZIP or one file of it"),
        Format("mixpanel", read_mixpanel, "Mixpanel's raw export, JSON lines"),
        Format("ga4", read_ga4, "GA4's BigQuery export, JSON lines or Parquet"),
        Format("segment", read_segment, "a warehouse table of Segment or RudderStack, CSV or Parquet", is_mapped=True),
    )
}


def format_named(name: str) -> Format:
    """The format of a name. Raises EventRefused for an unknown one.

    >>> format_named("csv").is_mapped
    True
    """
    if name not in FORMATS:
        raise EventRefused(f"must be one of {', '.join(FORMATS)}, not {name!r}", field="format")
    return FORMATS[name]


def guess_format(path: Path | str) -> str | None:
    """The name of the format that a file looks like by its first bytes, None when it looks like none.

    Raises EventRefused when it cannot be read.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "export"
    >>> _ = file.write_text('{"event": "open", "properties": {"time": 5, "distinct_id": "u1"}}')
    >>> guess_format(file)
    'mixpanel'
    """
    path = Path(path)
    if is_parquet(path):
        return _of_columns(_parquet_names(path)) or "parquet"
    for file in members(path):
        head = file.stream.peek(1) and file.stream.read(HEAD_BYTES)
        if head.strip():
            return _of_head(head.decode("utf-8", "replace"))
    return None


def _parquet_names(path: Path) -> list[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return list(pq.read_schema(path).names)
    except (pa.ArrowInvalid, OSError):
        return []


def _of_head(head: str) -> str | None:
    line = next(each for each in head.splitlines() if each.strip())
    if line.lstrip().startswith("{"):
        return _of_object(line)
    first = next(csv.reader([line]), [])
    names = first if len(first) > 1 else next((line.split(each) for each in ";\t|" if each in line), first)
    return _of_columns(names) or ("csv" if len(names) > 1 else None)


def _of_object(line: str) -> str | None:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return None
    looks: Mapping[str, Callable[[], bool]] = {
        "amplitude": lambda: "event_type" in given and ("event_properties" in given or "amplitude_id" in given),
        "ga4": lambda: "event_name" in given and "event_timestamp" in given,
        "mixpanel": lambda: isinstance(given.get("properties"), dict) and "distinct_id" in given["properties"],
    }
    return next((name for name, is_like in looks.items() if is_like()), "jsonl")


def _of_columns(names: list[str]) -> str | None:
    if "event_name" in names and "event_timestamp" in names and "user_pseudo_id" in names:
        return "ga4"
    if "anonymous_id" in names and {"event", "event_text"} & set(names):
        return "segment"
    return None
