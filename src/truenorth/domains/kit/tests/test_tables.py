import gzip
import io
import random
from pathlib import Path

import pytest

from truenorth.domains.kit.errors import DomainError
from truenorth.domains.kit.tables import UNLIMITED, BadRow, Limits, Row, as_cell, count_rows, read_table, write_csv


def _brief(value: object) -> str:
    """A part of a test's id: bytes are left out, as they are long and those of gzip differ from run to run."""
    return "bytes" if isinstance(value, bytes) else str(value)


def _read(content: bytes, limits: Limits = UNLIMITED) -> tuple[tuple[str, ...], list[Row | BadRow]]:
    table = read_table(io.BytesIO(content), limits=limits)
    return table.columns, list(table.rows)


def _refusal(content: bytes, limits: Limits = UNLIMITED) -> str:
    with pytest.raises(DomainError) as refusal:
        _read(content, limits)
    assert list(refusal.value.fields) == ["file"]
    return refusal.value.code


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_usual_spelling_of_a_table_reads_the_same(delimiter: str, encoding: str, newline: str) -> None:
    lines = ["id", "title"], ["1", '"naïve, and; more|yes"'], ["2", '"two\nlines"']
    text = newline.join(delimiter.join(line) for line in lines) + newline

    columns, rows = _read(text.encode(encoding))

    assert columns == ("id", "title")
    assert rows == [Row(2, {"id": "1", "title": "naïve, and; more|yes"}), Row(3, {"id": "2", "title": "two\nlines"})]


def test_one_column_is_a_table() -> None:
    assert _read(b'text\nHello, world\n\n"Hi"') == (
        ("text",),
        [BadRow(2, "", "It has 2 fields; the header has 1."), Row(4, {"text": "Hi"})],
    )


def test_gzip_is_read_as_it_is() -> None:
    assert _read(gzip.compress(b"a,b\n1,2\n"))[1] == [Row(2, {"a": "1", "b": "2"})]


def test_ragged_rows_are_named_and_the_others_read() -> None:
    _, rows = _read(b"a,b\n1\n1,2\n1,2,3\n")

    assert [(row.number, type(row)) for row in rows] == [(2, BadRow), (3, Row), (4, BadRow)]


def test_bytes_that_are_not_utf_8_are_named_by_row_column_and_place() -> None:
    _, rows = _read(b"id,title\n1,caf\xe9\n2,tea\n")

    assert rows[0] == BadRow(2, "title", "Byte 0xE9 at character 4 is not UTF-8. Save the file as UTF-8.")
    assert rows[1] == Row(3, {"id": "2", "title": "tea"})


def test_a_nul_is_named() -> None:
    _, rows = _read(b"id,title\n" + b"1,ordinary\n" * 50 + b"2,a\0b\n")

    assert rows[-1] == BadRow(52, "title", "Character 2 is NUL, which text cannot hold.")


def test_mismatched_quotes_cost_one_row() -> None:
    _, rows = _read(b'id,title\n1,"5" pipe"\n2,tea\n')

    assert [type(row) for row in rows] == [BadRow, Row]


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (b"a,b\n", 0),
        (b'\n a,b\n1,2\n\n1\n"two\nlines",2', 3),
        (b'id;title\r\n1;"5" pipe"\r\n2;tea\r\n', 2),
        (gzip.compress("a\tb\n1\t2\n".encode("utf-16"), mtime=0), 1),
    ],
    ids=_brief,
)
def test_as_many_rows_are_counted_as_are_read(content: bytes, count: int) -> None:
    assert count_rows(io.BytesIO(content)) == len(_read(content)[1]) == count


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "kit.table_empty"),
        (b"\n \n", "kit.table_empty"),
        (b"id,Title,title\n", "kit.columns_repeated"),
        (b"id,t\xe9tle\n", "kit.header_unreadable"),
        (b"PK\x03\x04rest", "kit.file_not_text"),
        (b"%PDF-1.7", "kit.file_not_text"),
        (bytes(range(256)) * 40, "kit.file_not_text"),
        ("id,title\n1,x\n".encode("utf-16-le"), "kit.file_not_text"),
        (gzip.compress(gzip.compress(b"a,b\n", mtime=0), mtime=0), "kit.file_not_text"),
        (gzip.compress(random.Random(1).randbytes(100_000), mtime=0)[:50_000], "kit.file_damaged"),
        (b'id,title\n1,"open\n2,x\n', "kit.quote_left_open"),
        (b"id,title\n1," + b"x" * 4_000_001, "kit.field_too_long"),
        (b"x" * 16_000_001, "kit.field_too_long"),
        (",".join(map(str, range(2_001))).encode(), "kit.too_many_columns"),
    ],
    ids=_brief,
)
def test_what_is_no_table_is_refused_by_name(content: bytes, code: str) -> None:
    assert _refusal(content) == code


def test_columns_that_repeat_are_gathered_where_somebody_asks() -> None:
    table = read_table(io.BytesIO(b"id,Label,label,Label\n1,a,,b c\n2,,,\n3,x\n"), gathers_repeats=True)

    assert table.columns == ("id", "Label")
    assert list(table.rows) == [
        Row(2, {"id": "1", "Label": "a\nb c"}),
        Row(3, {"id": "2", "Label": ""}),
        BadRow(4, "", "It has 2 fields; the header has 4."),
    ]


def test_a_bomb_is_refused_by_its_ratio_before_it_has_unpacked() -> None:
    bomb = gzip.compress(b"id,title\n" + b"1,aaaaaaaaaaaa\n" * 3_000_000)

    assert _refusal(bomb, Limits(ratio=100)) == "kit.file_unpacks_too_large"
    assert _refusal(bomb, Limits(unpacked_bytes=1_000_000)) == "kit.file_unpacks_too_large"


def test_reading_leaves_the_file_open_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n")
    with path.open("rb") as file:
        assert len(list(read_table(file).rows)) == len(list(read_table(file).rows)) == 1


def test_cells_that_a_spreadsheet_would_run_are_quoted_on_the_way_out() -> None:
    assert write_csv(["a"], [{"a": "=1+1"}]) == "a\n'=1+1\n"
    assert as_cell({"name": "@me"}) == "'@me"
    assert as_cell(-3) == "-3"


def test_counts_are_written_as_they_are_read() -> None:
    assert as_cell({"observed": 2, "told": 0, "asked": 1, "strongest": "observed"}) == "2 observed, 1 asked"
