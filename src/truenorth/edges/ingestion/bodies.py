"""What a delivery's body says: unpacked within bounds, and read into the engine's columns."""

import json
import zlib
from dataclasses import dataclass

import msgspec

from truenorth.domains.kit.errors import Invalid, TooLarge
from truenorth.edges.ingestion.errors import BodyUnreadable, FormUnknown
from truenorth.engines.events import EventRefused
from truenorth.engines.events.accepting import Accepted, accept, accept_json, accept_json_lines

MOST_BYTES = 10 * 1024 * 1024
MOST_EVENTS = 10_000
"""With both bounds a delivery is one batch of the engine's, and so is written whole or not at all."""

_GZIP = 31


@dataclass(frozen=True, slots=True)
class Delivery:
    """A body as it came, and what its headers say of it."""

    body: bytes
    content_type: str = "application/json"
    content_encoding: str = ""


def read_events(delivery: Delivery) -> Accepted:
    """Its events; those that are none are in the `rejected` of the answer."""
    read = _READERS.get(delivery.content_type.partition(";")[0].strip().lower())
    if read is None:
        raise FormUnknown(f"Content-Type is {delivery.content_type or 'missing'}.")
    taken = read(_unpacked(delivery))
    count = taken.rows + len(taken.rejected)
    if count > MOST_EVENTS:
        raise TooLarge(f"A delivery holds up to {MOST_EVENTS:,} events; these are {count:,}.")
    return taken


def refuse_large(size: int) -> None:
    if size > MOST_BYTES:
        raise TooLarge(f"A delivery has up to {MOST_BYTES // 1024**2} MiB, unpacked too.")


def _unpacked(delivery: Delivery) -> bytes:
    refuse_large(len(delivery.body))
    encoding = delivery.content_encoding.strip().lower()
    if encoding in ("", "identity"):
        return delivery.body
    if encoding != "gzip":
        raise FormUnknown(f"Content-Encoding is {delivery.content_encoding}.")
    unpacker = zlib.decompressobj(_GZIP)
    try:
        text = unpacker.decompress(delivery.body, MOST_BYTES + 1)
    except zlib.error as error:
        raise BodyUnreadable(f"It is no gzip: {error}.") from None
    refuse_large(len(text))
    if not unpacker.eof or unpacker.unused_data:
        raise BodyUnreadable("It is not one whole gzip member.")
    return text


class _Envelope(msgspec.Struct, forbid_unknown_fields=True):
    events: msgspec.Raw


_ENVELOPE = msgspec.json.Decoder(_Envelope)


def _read_json(text: bytes) -> Accepted:
    """The usual body is scanned once for its list; any other is read slowly, to say what is wrong with it."""
    try:
        return accept_json(_ENVELOPE.decode(text).events)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, EventRefused):
        return accept(_open(text))


def _open(text: bytes) -> list[object]:
    try:
        found = json.loads(text)
    except RecursionError:
        raise BodyUnreadable("It is nested too deep.") from None
    except ValueError as error:
        raise BodyUnreadable(f"It is no JSON: {error}.") from None
    if not isinstance(found, dict):
        raise Invalid(fields={"body": 'must be an object: {"events": [...]}'})
    strange = {str(name): "is an unknown field" for name in found if name != "events"}
    if strange or "events" not in found:
        raise Invalid(fields=strange or {"events": "is required"})
    if not isinstance(found["events"], list):
        raise Invalid(fields={"events": "must be a list"})
    return found["events"]


_READERS = {
    "application/json": _read_json,
    "application/x-ndjson": accept_json_lines,
    "application/ndjson": accept_json_lines,
    "application/jsonl": accept_json_lines,
}
