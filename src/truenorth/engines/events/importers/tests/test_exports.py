"""Exports of other products, made small by hand after their documented shapes."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from truenorth.engines.events.errors import EventRefused
from truenorth.engines.events.importers import guess_format, import_file
from truenorth.engines.events.importers.tests.shelf import Killed, Shelf, refused

Write = Callable[..., Path]


def _lines(*objects: object) -> bytes:
    return "".join(json.dumps(each) + "\n" for each in objects).encode()


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _opened(at: int, **more: object) -> dict[str, object]:
    return {
        "event_type": "open",
        "event_time": f"2024-03-01 12:00:{at:02}.123456",
        "user_id": "ada",
        "device_id": "d-1",
        "$insert_id": f"i{at}",
        "uuid": f"uu{at}",
        "session_id": -1,
        "event_properties": {"at": at},
        "user_properties": {"plan": "pro"},
        "groups": {},
        "country": "France",
        "platform": "Web",
        **more,
    }


def test_an_amplitude_archive_is_read_in_order_of_its_hours(shelf: Shelf, write: Write) -> None:
    second = gzip.compress(_lines(_opened(3), _opened(4)))
    first = gzip.compress(_lines(_opened(1), _opened(2)))
    path = write("export.zip", _zip({"1/1_2024-03-01_13#1.json.gz": second, "1/1_2024-03-01_12#0.json.gz": first}))

    report = import_file(shelf, path, format="amplitude")

    assert guess_format(path) == "amplitude"
    assert (report.accepted, [row["properties"]["at"] for row in shelf.rows]) == (4, [1, 2, 3, 4])
    assert shelf.rows[0] == {
        "event": "open",
        "user_id": "ada",
        "device_id": "d-1",
        "time": 1_709_294_401_123_456,
        "insert_id": "i1",
        "properties": {"platform": "Web", "country": "France", "at": 1},
        "user_properties": {"plan": "pro"},
    }


def test_an_amplitude_event_keeps_its_groups_and_loses_ids_that_are_nobody(shelf: Shelf, write: Write) -> None:
    lines = _lines(
        _opened(1, user_id="None", groups={"company": ["acme"], "team": ["a", "b"]}, session_id=99),
        _opened(2, user_id="00000000-0000-0000-0000-000000000000", device_id="unknown"),
        _opened(3, **{"$insert_id": None}),
        _opened(4, **{"$insert_id": None, "uuid": None}),
    )

    report = import_file(shelf, write("hour.json.gz", gzip.compress(lines)), format="amplitude")

    first, third, fourth = shelf.rows
    assert (first["user_id"], first["device_id"]) == (None, "d-1")
    assert first["properties"]["group:company"] == "acme"
    assert first["properties"]["group:team"] == ["a", "b"]
    assert first["properties"]["session_id"] == 99
    assert third["insert_id"] == "uu3"
    assert fourth["insert_id"].endswith(":4")
    assert [(row["row"], row["field"]) for row in refused(report.rejects_file)] == [("2", "user_id")]


@pytest.mark.parametrize("content", [b"no archive at all", b"PK\x03\x04 and no more", b""])
def test_what_is_no_archive_is_refused_by_its_name(shelf: Shelf, write: Write, content: bytes) -> None:
    with pytest.raises(EventRefused, match=r"export\.zip is no ZIP archive"):
        import_file(shelf, write("export.zip", content), format="amplitude")


def test_a_damaged_hour_stops_only_itself_and_is_named(shelf: Shelf, write: Write) -> None:
    bad = gzip.compress(_lines(*(_opened(at % 60, filler=str(at) * 9) for at in range(3000))))
    path = write(
        "export.zip", _zip({"a.json.gz": bad[: len(bad) // 2], "b.json.gz": gzip.compress(_lines(_opened(1)))})
    )

    with pytest.raises(EventRefused, match=r"a\.json\.gz is damaged or cut short"):
        import_file(shelf, path, format="amplitude")

    assert len(shelf.rows) > 100
    assert shelf.rows[-1]["insert_id"] == "i1"


def test_a_killed_import_of_an_archive_goes_on(shelf: Shelf, write: Write) -> None:
    files = {
        f"{hour}.json.gz": gzip.compress(_lines(*(_opened(hour * 10 + at) for at in range(10)))) for hour in range(5)
    }
    path = write("export.zip", _zip(files))
    shelf.die_at = 3
    with pytest.raises(Killed):
        import_file(shelf, path, format="amplitude", batch_rows=15)
    shelf.crash()

    report = import_file(shelf, path, format="amplitude", batch_rows=15)

    assert report.resumed_at == 30
    assert [row["properties"]["at"] for row in shelf.rows] == list(range(50))


def _tracked(**more: object) -> dict[str, object]:
    return {
        "event": "Open",
        "properties": {"time": 1_709_294_400, "distinct_id": "ada", "$insert_id": "i1", "plan": "pro", **more},
    }


def test_a_mixpanel_export_knows_users_from_devices(shelf: Shelf, write: Write) -> None:
    path = write(
        "export.jsonl",
        [
            _tracked(),
            _tracked(distinct_id="$device:d-1"),
            _tracked(**{"distinct_id": "x", "$user_id": "bo", "$device_id": "d-2"}),
            _tracked(**{"distinct_id": "$device:d-3", "$device_id": "d-3"}),
        ],
    )

    import_file(shelf, path, format="mixpanel")

    assert guess_format(path) == "mixpanel"
    assert [(row["user_id"], row["device_id"]) for row in shelf.rows] == [
        ("ada", None),
        (None, "d-1"),
        ("bo", "d-2"),
        (None, "d-3"),
    ]
    assert {row["time"] for row in shelf.rows} == {1_709_294_400_000_000}
    assert all(row["properties"] == {"plan": "pro"} for row in shelf.rows)


def test_mixpanel_repeats_are_told_by_event_person_time_and_id_together(shelf: Shelf, write: Write) -> None:
    path = write(
        "export.jsonl",
        [
            _tracked(),
            _tracked(plan="free"),
            _tracked(time=1_709_294_401),
            _tracked(distinct_id="bo"),
            _tracked(**{"$insert_id": ""}),
        ],
    )

    import_file(shelf, path, format="mixpanel")

    assert len(shelf.rows) == 5
    assert len(shelf.kept) == 4
    assert all(row["insert_id"] for row in shelf.rows)


@pytest.mark.parametrize(
    ("time", "zone", "seconds"),
    [
        (1_709_294_400, "UTC", 1_709_294_400),
        (1_709_294_400_000, "UTC", 1_709_294_400),
        (1_709_294_400.0, "UTC", 1_709_294_400),
        (1_709_294_400, "Europe/Paris", 1_709_290_800),
    ],
)
def test_mixpanel_times_are_seconds_or_milliseconds_of_the_projects_clock(
    shelf: Shelf, write: Write, time: float, zone: str, seconds: int
) -> None:
    import_file(shelf, write("export.jsonl", [_tracked(time=time)]), format="mixpanel", timezone=zone)

    assert shelf.rows[0]["time"] == seconds * 1_000_000


def test_mixpanel_lines_of_another_shape_are_refused(shelf: Shelf, write: Write) -> None:
    path = write("export.jsonl", [{"event": "Open"}, _tracked(time="soon"), _tracked(distinct_id=None), _tracked()])

    report = import_file(shelf, path, format="mixpanel")

    assert [row["field"] for row in refused(report.rejects_file)] == ["properties", "time", "user_id"]
    assert report.accepted == 1


def _viewed(*, as_text: bool) -> dict[str, object]:
    union = {"string_value": None, "int_value": None, "float_value": None, "double_value": None}
    return {
        "event_date": "20240301",
        "event_timestamp": "1709294400123456" if as_text else 1_709_294_400_123_456,
        "event_name": "page_view",
        "event_params": [
            {"key": "page_title", "value": union | {"string_value": "Home"}},
            {"key": "ga_session_id", "value": union | {"int_value": "17" if as_text else 17}},
            {"key": "score", "value": union | {"double_value": 1.5}},
            {"key": "nothing", "value": union},
        ],
        "user_id": None,
        "user_pseudo_id": "1.2",
        "user_properties": [{"key": "tier", "value": union | {"string_value": "gold", "set_timestamp_micros": 5}}],
        "device": {"category": "mobile", "web_info": {"browser": "Firefox", "hostname": None}},
        "geo": {"country": "France", "city": ""},
        "traffic_source": {"source": "google"},
        "items": [{"item_id": "sku", "quantity": 2}],
        "platform": "WEB",
    }


def _check_view(shelf: Shelf) -> None:
    row = shelf.rows[0]
    assert (row["event"], row["user_id"], row["device_id"]) == ("page_view", None, "1.2")
    assert row["time"] == 1_709_294_400_123_456
    assert row["user_properties"] == {"tier": "gold"}
    assert row["properties"] == {
        "device.category": "mobile",
        "device.web_info.browser": "Firefox",
        "geo.country": "France",
        "traffic_source.source": "google",
        "platform": "WEB",
        "items": [{"item_id": "sku", "quantity": 2}],
        "page_title": "Home",
        "ga_session_id": 17,
        "score": 1.5,
    }


def test_ga4_lines_are_flattened(shelf: Shelf, write: Write) -> None:
    path = write("events_20240301.json", [_viewed(as_text=True)])

    import_file(shelf, path, format="ga4")

    assert guess_format(path) == "ga4"
    _check_view(shelf)


def test_ga4_parquet_is_the_same_as_ga4_lines(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "events_20240301.parquet"
    pq.write_table(pa.Table.from_pylist([_viewed(as_text=False)]), path)

    import_file(shelf, path, format="ga4")

    assert guess_format(path) == "ga4"
    _check_view(shelf)


def test_a_warehouse_table_takes_the_first_time_and_name_that_a_row_has(shelf: Shelf, write: Write) -> None:
    out, who = io.StringIO(), ["id", "anonymous_id", "user_id"]
    csv.writer(out).writerows(
        [
            [*who, "event", "event_text", "timestamp", "original_timestamp", "context_ip", "plan"],
            ["m1", "a1", "", "order_done", "Order Done", "2024-03-01 12:00:00.5 UTC", "1999-01-01", "::1", "pro"],
            ["m2", "a1", "ada", "order_done", "", "", "2024-03-01 12:00:00+00", "", ""],
        ]
    )  # fmt: skip
    path = write("tracks.csv", out.getvalue())

    report = import_file(shelf, path, format="segment")

    assert guess_format(path) == "segment"
    assert report.accepted == 2
    assert [(row["event"], row["user_id"], row["device_id"], row["insert_id"]) for row in shelf.rows] == [
        ("Order Done", None, "a1", "m1"),
        ("order_done", "ada", "a1", "m2"),
    ]
    assert [row["time"] for row in shelf.rows] == [1_709_294_400_500_000, 1_709_294_400_000_000]
    assert [row["properties"] for row in shelf.rows] == [{"context_ip": "::1", "plan": "pro"}, {}]
