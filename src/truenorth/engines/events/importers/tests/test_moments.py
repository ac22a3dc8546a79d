"""Columns of times against one time at a time."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from truenorth.engines.events.errors import EventsRefused
from truenorth.engines.events.importers.moments import moments
from truenorth.engines.events.times import micros

ODD = [
    "", " ", "soon", "2024", "2024-13-01", "2024-02-30", "2023-02-29T10:00:00", "24:00", "2024-03-01T24:00:00", "1e12",
    "NaN", "inf", "-", "0", "12345678.5", "1709294400000.5", "-1709294400000", "99999999999999999", "1899-12-31",
    "2200-01-01", "9999-12-31T23:59:59Z", "0001-01-01", "2024-03-01T12:00:00+14:00", "2024-03-01T12:00:00.1234567",
    "2024-03-01T12:00:00.1Z", "2024-03-01T12:00Z", "2024-03-01 12:00:00-0530", "2024-060", "20240301T120000Z",
]  # fmt: skip


def _slow(text: str, zone: str) -> int | None:
    try:
        found = micros(text)
        wall = dt.datetime.fromisoformat(text.strip())
    except EventsRefused:
        return None
    except ValueError:
        return found
    return found if wall.tzinfo is not None else micros(wall.replace(tzinfo=ZoneInfo(zone)))


def _text(chance: random.Random) -> str:
    at = dt.datetime(1950, 1, 1) + dt.timedelta(microseconds=chance.randrange(2_700_000_000_000_000))  # noqa: DTZ001 - a wall clock
    way = chance.randrange(6)
    if way == 0:
        return at.isoformat(chance.choice("T "), chance.choice(["auto", "seconds", "milliseconds", "microseconds"]))
    if way == 1:
        offset = dt.timezone(dt.timedelta(minutes=15 * chance.randrange(-48, 48)))
        return at.replace(tzinfo=offset).isoformat()
    if way == 2:
        return at.isoformat() + "Z"
    if way == 3:
        return str(chance.randrange(10**9, 6 * 10**12))
    return at.date().isoformat() if way == 4 else chance.choice(ODD)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_a_column_of_texts_reads_as_one_text_at_a_time(seed: int, zone: str) -> None:
    chance = random.Random(seed)
    texts = [_text(chance) for _ in range(chance.choice([1, 5, 200]))]

    found = moments(pa.array(texts), timezone=zone).cast(pa.int64()).to_pylist()

    assert dict(zip(texts, found, strict=True)) == {text: _slow(text, zone) for text in texts}


@pytest.mark.parametrize("text", ODD)
def test_every_odd_text_reads_alone_as_among_others(text: str) -> None:
    alone = moments(pa.array([text]))
    among = moments(pa.array(["2024-03-01T12:00:00Z", text, "1709294400000", None, "2024-03-01"]))

    assert alone.cast(pa.int64()).to_pylist() == [_slow(text, "UTC")]
    assert among[1].as_py() == alone[0].as_py()
    assert among.null_count == 1 + alone.null_count


def test_an_hour_that_never_was_is_the_moment_after_the_gap() -> None:
    found = moments(pa.array(["2024-03-31 02:30:00"]), timezone="Europe/Paris")

    assert found[0].as_py() == dt.datetime(2024, 3, 31, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize("kind", [pa.string(), pa.int64(), pa.float64(), pa.timestamp("ns"), pa.null()])
def test_a_column_of_nothing_is_nothing(kind: pa.DataType) -> None:
    assert moments(pa.nulls(3, kind)).null_count == 3
    assert len(moments(pa.array([], kind))) == 0


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63), 10**16])
def test_numbers_out_of_range_are_nothing(number: int) -> None:
    assert moments(pa.array([number]), unit="ms").null_count == 1
    assert moments(pa.array([float(number)]), unit="ms").null_count == 1
