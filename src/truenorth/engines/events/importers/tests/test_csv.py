"""CSV as people write it, and as files get broken."""

import bz2
import csv
import gzip
import io
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from truenorth.engines.events.importers import import_file
from truenorth.engines.events.importers.from_csv import BLOCK_BYTES
from truenorth.engines.events.importers.tests.shelf import Shelf, refused

Write = Callable[..., Path]
HEAD = "user_id,event,time,note\n"


def _row(note: str = "", event: str = "open") -> str:
    return f"u,{event},2024-03-01T12:00:00Z,{note}\n"


def _notes(shelf: Shelf) -> list[str | None]:
    return [row["properties"].get("note") for row in shelf.rows]


def test_quoted_newlines_delimiters_and_quotes_are_part_of_a_value(shelf: Shelf, write: Write) -> None:
    import_file(shelf, write("log.csv", HEAD + _row('"a\nb, ""c"" \\ d"') + _row("\té 漢 😀")), format="csv")

    assert _notes(shelf) == ['a\nb, "c" \\ d', "\té 漢 😀"]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_found_or_named(shelf: Shelf, write: Write, delimiter: str) -> None:
    content = (HEAD + _row("x")).replace(",", delimiter)

    import_file(shelf, write("found.csv", content), format="csv")
    import_file(shelf, write("named.csv", content), format="csv", delimiter=delimiter)

    assert _notes(shelf) == ["x", "x"]


@pytest.mark.parametrize(
    "pack", [gzip.compress, bz2.compress, lambda data: pa.compress(data, codec="zstd", asbytes=True)]
)
def test_packed_files_are_known_by_what_they_hold(shelf: Shelf, write: Write, pack: Callable[[bytes], bytes]) -> None:
    import_file(shelf, write("log.csv", pack((HEAD + _row("x")).encode())), format="csv")

    assert _notes(shelf) == ["x"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_marks_and_line_ends_of_other_systems_are_no_part_of_the_data(shelf: Shelf, write: Write, ending: str) -> None:
    content = "\ufeff" + (HEAD + _row("x") + "\n" + _row("y")).replace("\n", ending)

    import_file(shelf, write("log.csv", content.encode()), format="csv")

    assert [(row["user_id"], row["properties"]["note"]) for row in shelf.rows] == [("u", "x"), ("u", "y")]


def test_utf_16_is_refused_with_what_to_do(shelf: Shelf, write: Write) -> None:
    with pytest.raises(ValueError, match="is UTF-16; save it as UTF-8"):
        import_file(shelf, write("log.csv", (HEAD + _row("x")).encode("utf-16")), format="csv")


def test_columns_without_a_name_or_with_the_same_are_told_apart(shelf: Shelf, write: Write) -> None:
    import_file(shelf, write("log.csv", "user_id,event,time,a,a,\nu,open,2024-03-01,1,2,3\n"), format="csv")

    assert shelf.rows[0]["properties"] == {"a": "1", "a_5": "2", "column_6": "3"}


def test_a_properties_column_of_objects_is_opened_up(shelf: Shelf, write: Write) -> None:
    rows = [
        ["u", "open", "2024-03-01", "free", '{"plan": "pro", "seats": 5, "gone": null}'],
        ["u", "open", "2024-03-01", "free", ""],
        ["u", "open", "2024-03-01", "", '{"nested": {"a": [1, 2]}}'],
        ["u", "open", "2024-03-01", "", "[1]"],
        ["u", "open", "2024-03-01", "", "{bad"],
    ]
    out = io.StringIO()
    csv.writer(out).writerows([["user_id", "event", "time", "plan", "properties"], *rows])

    report = import_file(shelf, write("log.csv", out.getvalue()), format="csv")

    assert [row["properties"] for row in shelf.rows] == [
        {"plan": "pro", "seats": 5},
        {"plan": "free"},
        {"nested": {"a": [1, 2]}},
    ]
    assert [(row["row"], row["field"]) for row in refused(report.rejects_file)] == [
        ("4", "properties"),
        ("5", "properties"),
    ]


@pytest.mark.parametrize(
    ("unit", "text", "micros"),
    [
        ("ms", "1709294400123", 1_709_294_400_123_000),
        ("s", "1709294400", 1_709_294_400_000_000),
        ("s", "60", 60_000_000),
        ("s", "1709294400.25", 1_709_294_400_250_000),
        ("us", "1709294400123456", 1_709_294_400_123_456),
        ("ms", "2024-03-01T12:00:00.123456+02:00", 1_709_287_200_123_456),
        ("ms", "2024-03-01 12:00:00.123 UTC", 1_709_294_400_123_000),
        ("ms", "2024-03-01", 1_709_251_200_000_000),
        ("ms", "2024-W09-5", 1_709_251_200_000_000),
        ("ms", "20240301", 1_709_251_200_000_000),
        ("ms", "0", 0),
    ],
)
def test_times_are_read_in_their_unit(shelf: Shelf, write: Write, unit: str, text: str, micros: int) -> None:
    import_file(shelf, write("log.csv", f"user_id,event,time\nu,open,{text}\n"), format="csv", time_unit=unit)  # type: ignore[arg-type]  # a unit

    assert shelf.rows[0]["time"] == micros


def test_times_without_a_zone_are_in_the_one_that_is_named(shelf: Shelf, write: Write) -> None:
    times = ["2024-03-01 12:00:00", "2024-07-01 12:00:00", "2024-03-01T12:00:00Z", "2024-10-27 02:30:00", "2024-W09-5"]
    content = "user_id,event,time\n" + "".join(f"u,open,{time}\n" for time in times)

    import_file(shelf, write("log.csv", content), format="csv", timezone="Europe/Paris")

    assert [row["time"] // 1_000_000 for row in shelf.rows] == [
        1_709_290_800, 1_719_828_000, 1_709_294_400, 1_729_989_000, 1_709_247_600,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "time", ["2024-02-30", "2024", "12:00", "1e30", "99999999999999999999", "1800-01-01", "NaN", "2024-03-01T25:00:00Z"]
)
def test_what_is_no_time_is_one_refused_row(shelf: Shelf, write: Write, time: str) -> None:
    content = f"user_id,event,time\nu,open,2024-03-01T00:00:00Z\nu,open,{time}\nu,open,2024-03-01\n"

    report = import_file(shelf, write("log.csv", content), format="csv")

    assert (report.accepted, [row["row"] for row in refused(report.rejects_file)]) == (2, ["2"])


def test_ragged_rows_are_refused_one_by_one_and_numbered(shelf: Shelf, write: Write) -> None:
    content = HEAD + _row("1") + "u,open\n" + _row("3") + _row("4,5") + "\n" + _row("5")

    report = import_file(shelf, write("log.csv", content), format="csv")

    assert _notes(shelf) == ["1", "3", "5"]
    assert [(row["row"], row["reason"]) for row in refused(report.rejects_file)] == [
        ("2", "must be 4 cells, not 2"),
        ("4", "must be 4 cells, not 5"),
    ]
    assert [row["insert_id"].split(":")[1] for row in shelf.rows] == ["1", "3", "5"]


def test_bytes_that_are_no_text_are_refused_one_by_one(shelf: Shelf, write: Write) -> None:
    content = (HEAD + _row("1")).encode() + _row("caf\xe9").encode("latin-1") + _row("3").encode()

    report = import_file(shelf, write("log.csv", content), format="csv")

    assert _notes(shelf) == ["1", "3"]
    assert [(row["row"], row["raw"]) for row in refused(report.rejects_file)] == [
        ("2", "u,open,2024-03-01T12:00:00Z,caf\\xe9")
    ]


def test_bytes_that_are_no_text_in_a_ragged_row_stop_nothing(shelf: Shelf, write: Write) -> None:
    content = (HEAD + _row("1")).encode() + b"\xff\xfe,x\n" + _row("caf\xe9").encode("latin-1") + _row("4").encode()

    report = import_file(shelf, write("log.csv", content), format="csv")

    assert _notes(shelf) == ["1", "4"]
    assert [row["row"] for row in refused(report.rejects_file)] == ["2", "3"]


@pytest.mark.parametrize("rows_after", [0, 5, 3000])
def test_a_quote_that_never_closes_costs_one_row(shelf: Shelf, write: Write, rows_after: int) -> None:
    content = HEAD + _row("1") + 'u,open,2024-03-01,"oh\n' + "".join(_row(str(at)) for at in range(rows_after))

    report = import_file(shelf, write("log.csv", content), format="csv")

    assert _notes(shelf) == ["1", *(str(at) for at in range(rows_after))]
    assert [(row["row"], row["raw"]) for row in refused(report.rejects_file)] == [("2", 'u,open,2024-03-01,"oh')]


def test_a_broken_place_deep_in_a_file_is_passed_without_a_gap_or_a_double(shelf: Shelf, write: Write) -> None:
    rows = BLOCK_BYTES // 100
    lines = [_row(str(at).zfill(100)) for at in range(rows)]
    lines[rows - 100] = 'u,"open\n'

    report = import_file(shelf, write("log.csv", HEAD + "".join(lines)), format="csv", batch_rows=30_000)

    assert [int(note or 0) for note in _notes(shelf)] == [at for at in range(rows) if at != rows - 100]
    assert len({row["insert_id"] for row in shelf.rows}) == rows - 1
    assert [row["row"] for row in refused(report.rejects_file)] == [str(rows - 99)]


def test_rows_that_are_larger_than_a_block_are_read(shelf: Shelf, write: Write) -> None:
    long = "x" * 100_000
    content = HEAD + _row("1") + _row(long) * 3 + _row("2")

    import_file(shelf, write("log.csv", content), format="csv")

    assert [len(note or "") for note in _notes(shelf)] == [1, 100_000, 100_000, 100_000, 1]


def _damaged(seed: int) -> tuple[bytes, list[str], int]:
    """A file with marks in its notes, the notes that must come in, and the number of rows that must not."""
    chance = random.Random(seed)
    lines: list[bytes] = []
    good: list[str] = []
    for at in range(400):
        kind = chance.choices(["good", "quoted", "short", "long", "latin", "late", "blank"], [60, 10, 3, 3, 3, 3, 3])[0]
        if kind == "good":
            lines.append(_row(f"n{at}").encode())
            good.append(f"n{at}")
        elif kind == "quoted":
            lines.append(_row(f'"n{at}\n, ""q"""').encode())
            good.append(f'n{at}\n, "q"')
        elif kind == "blank":
            lines.append(b"\n")
        else:
            bad = {"short": b"u,open\n", "long": b"u,open,2024-03-01,x,y\n", "late": b"u,open,9999-99-99,x\n"}
            lines.append(bad.get(kind, b"u,open,2024-03-01,\xe9\n"))
    return HEAD.encode() + b"".join(lines), good, sum(line != b"\n" for line in lines) - len(good)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("batch_rows", [37, 100_000])
def test_of_a_damaged_file_exactly_the_sound_rows_come_in(
    shelf: Shelf, write: Write, seed: int, batch_rows: int
) -> None:
    content, good, bad = _damaged(seed)

    report = import_file(shelf, write("log.csv", content), format="csv", batch_rows=batch_rows)

    assert _notes(shelf) == good
    assert (report.accepted, report.rejected) == (len(good), bad)
    numbers = [int(row["row"]) for row in refused(report.rejects_file)]
    assert numbers == sorted(set(numbers))
    taken = [int(row["insert_id"].split(":")[1]) for row in shelf.rows]
    assert sorted([*numbers, *taken]) == list(range(1, len(good) + bad + 1))


def _cells(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("seed", range(6))
def test_any_text_that_a_csv_writer_writes_comes_back(shelf: Shelf, write: Write, seed: int) -> None:
    chance = random.Random(seed)
    letters = 'ab,"\n\t\\é漢😀{}[]: \x01\x7f;|'
    notes = ["".join(chance.choices(letters, k=chance.randrange(12))) for _ in range(200)]
    table = [["user_id", "event", "time", 'odd "name"'], *(["u", "open", "2024-03-01", note] for note in notes)]

    import_file(shelf, write("log.csv", _cells(table)), format="csv")

    assert [row["properties"].get('odd "name"', "") for row in shelf.rows] == notes
