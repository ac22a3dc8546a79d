"""The checks of every column in the order in which a row is judged."""

from typing import Protocol

import pyarrow as pa

from truenorth.engines.events.accepting.sieve import Sieve
from truenorth.engines.events.accepting.words import NOBODY, REQUIRED, missing


class Given(Protocol):
    """One chunk of events, as columns of some kind; each method drops the rows that it cannot read."""

    def words(self, sieve: Sieve, field: str, *, takes_integers: bool) -> pa.Array:
        """Text of a column, null where missing or blank."""

    def moments(self, sieve: Sieve) -> pa.Array:
        """int64 microseconds of each row."""

    def objects(self, sieve: Sieve, field: str) -> pa.Array:
        """JSON text of each row's object, null for none."""


def sift(sieve: Sieve, given: Given) -> dict[str, pa.Array]:
    """The canonical columns of a chunk; rows that are no event are dropped from the sieve."""
    columns = {"event": given.words(sieve, "event", takes_integers=False)}
    sieve.drop(missing(columns["event"]), field="event", reason=REQUIRED)
    for field in ("user_id", "device_id"):
        columns[field] = given.words(sieve, field, takes_integers=True)
    nobody = missing(columns["user_id"]) & missing(columns["device_id"])
    sieve.drop(nobody, field="user_id", reason=NOBODY)
    columns["time"] = given.moments(sieve)
    columns["insert_id"] = given.words(sieve, "insert_id", takes_integers=True)
    for field in ("properties", "user_properties"):
        columns[field] = given.objects(sieve, field)
    return columns
