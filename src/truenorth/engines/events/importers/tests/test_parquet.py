"""Parquet with the types that people have."""

import datetime as dt
import decimal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from truenorth.engines.events.errors import EventRefused
from truenorth.engines.events.importers import guess_format, import_file
from truenorth.engines.events.importers.tests.shelf import Killed, Shelf, refused

NOON = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)


def _file(folder: Path, columns: Mapping[str, Any], **options: Any) -> Path:
    path = folder / "log.parquet"
    size = max(len(values) for values in columns.values())
    usual = {
        "event": ["open"] * size,
        "user_id": ["u"] * size,
        "time": pa.array([NOON] * size, pa.timestamp("us", "UTC")),
    }
    pq.write_table(pa.table(usual | dict(columns)), path, **options)
    return path


def test_typed_values_keep_their_types(shelf: Shelf, tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        {
            "n": [5, None],
            "x": [2.5, float("nan")],
            "is_new": [True, None],
            "day": [dt.date(2024, 3, 1), None],
            "price": [decimal.Decimal("9.50"), None],
            "raw": [b"bytes", None],
            "tags": [["a", "b"], None],
            "inner": [{"a": 1, "b": None}, None],
            "word": pa.array(["x", None]).dictionary_encode(),
        },
    )

    report = import_file(shelf, path, format="parquet")

    assert report.rejected == 0
    assert shelf.rows[0]["properties"] == {
        "n": 5, "x": 2.5, "is_new": True, "day": "2024-03-01", "price": 9.5, "raw": "bytes", "tags": ["a", "b"],
        "inner": {"a": 1, "b": None}, "word": "x",
    }  # fmt: skip
    assert shelf.rows[1]["properties"] == {}


@pytest.mark.parametrize(
    "properties",
    [
        ['{"plan": "pro"}', None],
        pa.array([{"plan": "pro"}, None]),
        pa.array([[("plan", "pro")], None], pa.map_(pa.string(), pa.string())),
    ],
)
def test_a_properties_column_may_be_text_structs_or_maps(shelf: Shelf, tmp_path: Path, properties: object) -> None:
    path = _file(tmp_path, {"properties": properties, "page": ["/", "/"]})

    import_file(shelf, path, format="parquet")

    assert [row["properties"] for row in shelf.rows] == [{"page": "/", "plan": "pro"}, {"page": "/"}]


@pytest.mark.parametrize(
    ("times", "unit", "micros"),
    [
        (pa.array([NOON], pa.timestamp("ns")), "ms", 1_709_294_400_000_000),
        (pa.array([1_709_294_400_123]), "ms", 1_709_294_400_123_000),
        (pa.array([1_709_294_400], pa.int32()), "s", 1_709_294_400_000_000),
        (pa.array([1_709_294_400.5]), "s", 1_709_294_400_500_000),
        (pa.array([1000]), "ms", 1_000_000),
        (pa.array([dt.date(2024, 3, 1)]), "ms", 1_709_251_200_000_000),
        (pa.array(["2024-03-01T12:00:00Z"]).dictionary_encode(), "ms", 1_709_294_400_000_000),
    ],
)
def test_times_of_any_type_are_read(shelf: Shelf, tmp_path: Path, times: pa.Array, unit: Any, micros: int) -> None:  # noqa: ANN401 - a unit
    import_file(shelf, _file(tmp_path, {"time": times}), format="parquet", time_unit=unit)

    assert shelf.rows[0]["time"] == micros


def test_numbers_are_ids_too_and_paths_reach_into_structs(shelf: Shelf, tmp_path: Path) -> None:
    path = _file(tmp_path, {"user_id": [7.0, None], "who": [{"id": 1}, {"id": 2}]})

    import_file(shelf, path, format="parquet", mapping={"device": "who.id"})

    assert [(row["user_id"], row["device_id"]) for row in shelf.rows] == [("7", "1"), (None, "2")]


def test_columns_of_a_wrong_kind_are_refused(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(EventRefused) as no_time:
        import_file(shelf, _file(tmp_path, {"time": [True]}), format="parquet")
    with pytest.raises(EventRefused) as no_id:
        import_file(shelf, _file(tmp_path, {"user_id": [["a"]]}), format="parquet")

    assert (no_time.value.field, no_id.value.field) == ("time", "user")


def test_bad_rows_are_refused_one_by_one(shelf: Shelf, tmp_path: Path) -> None:
    far = dt.datetime(2300, 1, 1, tzinfo=dt.UTC)
    path = _file(
        tmp_path, {"time": pa.array([NOON, None, far], pa.timestamp("us", "UTC")), "properties": ["{}", "{}", "{}"]}
    )

    report = import_file(shelf, path, format="parquet")

    assert [(row["row"], row["field"]) for row in refused(report.rejects_file)] == [("2", "time"), ("3", "time")]


@pytest.mark.parametrize("content", [b"no parquet", b"PAR1 and no more", b""])
def test_what_is_no_parquet_is_refused_by_its_name(shelf: Shelf, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "log.parquet"
    path.write_bytes(content)

    with pytest.raises(EventRefused, match=r"log\.parquet is no Parquet file"):
        import_file(shelf, path, format="parquet")


@pytest.mark.parametrize("die_at", range(1, 8))
def test_a_killed_import_goes_on_within_row_groups(shelf: Shelf, tmp_path: Path, die_at: int) -> None:
    path = _file(tmp_path, {"at": list(range(100))}, row_group_size=40)
    shelf.die_at = die_at
    with pytest.raises(Killed):
        import_file(shelf, path, format="parquet", batch_rows=15)
    shelf.crash()

    import_file(shelf, path, format="parquet", batch_rows=15)

    assert [row["properties"]["at"] for row in shelf.rows] == list(range(100))
    assert guess_format(path) == "parquet"
