"""One run, an interrupted run, a repeated run."""

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from truenorth.engines.events.errors import EventRefused
from truenorth.engines.events.importers import FORMATS, guess_format, import_file
from truenorth.engines.events.importers.tests.shelf import Killed, Shelf, refused
from truenorth.engines.events.store.event_store import EventStore

Write = Callable[..., Path]


def _log(rows: int) -> str:
    lines = [f"u{row % 7},open,{1_700_000_000_000 + row * 1000},{row}" for row in range(rows)]
    return "\n".join(["user_id,event,time,page", *lines, ""])


def test_real_history_comes_in_whole(shelf: Shelf, shared: Path) -> None:
    report = import_file(shelf, shared / "data" / "events_git_project.csv.gz", format="csv")

    assert (report.read, report.accepted, report.rejected, report.rejects_file) == (144_495, 144_495, 0, None)
    assert len({row["user_id"] for row in shelf.rows}) == 3_524
    assert len({row["event"] for row in shelf.rows}) == 11
    assert len({row["insert_id"] for row in shelf.rows}) == 144_495
    assert shelf.rows[0] | {"insert_id": ""} == {
        "event": "patch_authored",
        "user_id": "u_49895df527ab",
        "device_id": None,
        "time": 1_112_911_993_000_000,
        "insert_id": "",
        "properties": {"object_id": "o_4fcaeffe6a"},
        "user_properties": {},
    }


def test_empty_cells_of_real_badges_are_absent_and_milliseconds_are_kept(shelf: Shelf, shared: Path) -> None:
    report = import_file(shelf, shared / "data" / "events_martialarts_se.csv.gz", format="csv")

    assert report.accepted == 25_655
    assert shelf.rows[0]["properties"] == {}
    assert shelf.rows[1]["properties"] == {"badge": "Autobiographer"}
    assert shelf.rows[0]["time"] == 1_328_043_190_920_000


@pytest.mark.parametrize("die_at", range(1, 11))
def test_a_killed_import_goes_on_where_the_durable_data_end(shelf: Shelf, write: Write, die_at: int) -> None:
    path = write("log.csv", _log(1000))
    shelf.die_at = die_at
    with pytest.raises(Killed):
        import_file(shelf, path, format="csv", batch_rows=100)
    shelf.crash()
    durable = len(shelf.rows)

    report = import_file(shelf, path, format="csv", batch_rows=100)

    assert report.resumed_at == durable == (die_at - 1) * 100
    assert report.accepted == 1000 - durable
    assert [row["properties"]["page"] for row in shelf.rows] == [str(row) for row in range(1000)]


def test_rows_that_were_appended_and_not_noted_are_dropped_by_their_ids(shelf: Shelf, write: Write) -> None:
    path = write("log.csv", _log(1000))
    shelf.die_at = 3
    with pytest.raises(Killed):
        import_file(shelf, path, format="csv", batch_rows=400)
    shutil.rmtree(shelf.path / "imports")
    shelf.flush()
    shelf.crash()

    import_file(shelf, path, format="csv", batch_rows=400)

    assert len(shelf.rows) > 1000
    assert sorted(int(row["properties"]["page"]) for row in shelf.kept) == list(range(1000))


def test_a_finished_import_adds_nothing_when_repeated(shelf: Shelf, write: Write) -> None:
    path = write("log.csv", _log(50))
    import_file(shelf, path, format="csv")

    report = import_file(shelf, path, format="csv")

    assert (report.read, report.accepted, report.resumed_at, len(shelf.rows)) == (0, 0, 50, 50)


def test_a_copy_of_a_file_gives_the_same_ids(shelf: Shelf, write: Write) -> None:
    import_file(shelf, write("log.csv", _log(50)), format="csv")

    report = import_file(shelf, write("copy.csv", _log(50)), format="csv")

    assert report.accepted == 50
    assert len(shelf.kept) == 50


def test_the_same_file_read_in_another_way_is_imported_anew(shelf: Shelf, write: Write) -> None:
    path = write("log.csv", "who,other,event,time\nada,bo,open,2024-03-01T00:00:00Z\n")
    import_file(shelf, path, format="csv", mapping={"user": "who"})

    report = import_file(shelf, path, format="csv", mapping={"user": "other"})

    assert report.accepted == 1
    assert [row["user_id"] for row in shelf.kept] == ["ada", "bo"]


def test_own_insert_ids_are_kept_and_none_are_made_when_not_wanted(shelf: Shelf, write: Write) -> None:
    path = write("log.csv", "user_id,event,time,insert_id\nada,a,2024-03-01,x1\nada,b,2024-03-01,\n")

    import_file(shelf, path, format="csv", insert_ids="none")

    assert [row["insert_id"] for row in shelf.rows] == ["x1", None]


def test_refused_rows_are_written_beside_the_file_with_their_reasons(shelf: Shelf, write: Write) -> None:
    path = write(
        "log.csv",
        "user_id,event,time\nada,open,2024-03-01\n,open,2024-03-01\nada,,2024-03-01\nada,open,soon\nada,open,\n"
        "ada,open\nada,open,2024-03-02\n",
    )

    report = import_file(shelf, path, format="csv")

    assert (report.read, report.accepted, report.rejected) == (7, 2, 5)
    assert report.rejects_file == path.with_name("log.csv.rejected.csv")
    assert [(row["row"], row["field"], row["raw"]) for row in refused(report.rejects_file)] == [
        ("2", "user_id", ",open,2024-03-01"),
        ("3", "event", "ada,,2024-03-01"),
        ("4", "time", "ada,open,soon"),
        ("5", "time", "ada,open,"),
        ("6", "row", "ada,open"),
    ]
    assert "not 'soon'" in refused(report.rejects_file)[2]["reason"]


def test_refused_rows_are_told_once_after_a_kill(shelf: Shelf, write: Write) -> None:
    lines = [f"u,open,{'soon' if row % 10 == 3 else '2024-03-01'}" for row in range(300)]
    path = write("log.csv", "\n".join(["user_id,event,time", *lines]))
    shelf.die_at = 3
    with pytest.raises(Killed):
        import_file(shelf, path, format="csv", batch_rows=100)
    shelf.crash()

    report = import_file(shelf, path, format="csv", batch_rows=100)

    assert [int(row["row"]) for row in refused(report.rejects_file)] == list(range(4, 300, 10))
    assert report.resumed_at == 200


def test_refused_rows_go_where_they_are_wanted(shelf: Shelf, write: Write, tmp_path: Path) -> None:
    path = write("log.csv", "user_id,event,time\nada,open,soon\n")

    report = import_file(shelf, path, format="csv", rejects_path=tmp_path / "deep" / "bad.csv")

    assert report.rejects_file == tmp_path / "deep" / "bad.csv"
    assert not path.with_name("log.csv.rejected.csv").exists()
    assert report.to_dict()["rejects_file"] == str(tmp_path / "deep" / "bad.csv")


def test_refused_rows_stay_with_the_store_where_the_files_folder_cannot_be_written(shelf: Shelf, write: Write) -> None:
    path = write("log.csv", "user_id,event,time\nada,open,soon\n")
    path.with_name("log.csv.rejected.csv").mkdir()

    report = import_file(shelf, path, format="csv")

    assert report.rejects_file is not None
    assert report.rejects_file.parent == shelf.path / "imports"


def test_progress_is_told_after_every_chunk(shelf: Shelf, write: Write) -> None:
    told: list[tuple[int, float]] = []

    import_file(
        shelf, write("log.csv", _log(300)), format="csv", batch_rows=100,
        on_progress=lambda rows, share: told.append((rows, share)),
    )  # fmt: skip

    assert [rows for rows, _ in told] == [100, 200, 300]
    assert all(0 <= share <= 1 for _, share in told)
    assert told[-1][1] == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"format": "xlsx"}, "format"),
        ({"batch_rows": 0}, "batch_rows"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"time_unit": "days"}, "time_unit"),
        ({"insert_ids": "all"}, "insert_ids"),
        ({"delimiter": "ab"}, "delimiter"),
        ({"mapping": {"user": "who"}}, "user"),
        ({"mapping": {"insert_id": "who"}}, "insert_id"),
        ({"mapping": {"colour": "event"}}, "mapping"),
        ({"format": "amplitude", "mapping": {"user": "who"}}, "mapping"),
    ],
)
def test_choices_that_do_not_fit_are_refused_before_anything_is_written(
    shelf: Shelf, write: Write, tmp_path: Path, wrong: dict[str, object], field: str
) -> None:
    path = write("log.csv", _log(3))
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(EventRefused) as refusal:
        import_file(shelf, path, **({"format": "csv"} | wrong))  # type: ignore[arg-type]  # wrong on purpose

    assert refusal.value.field == field
    assert sorted(tmp_path.rglob("*")) == before
    assert shelf.appends == 0


def test_a_missing_column_is_refused_with_the_columns_there_are(shelf: Shelf, write: Write) -> None:
    with pytest.raises(EventRefused, match="'who', which the file lacks; it has user_id, event, time, page"):
        import_file(shelf, write("log.csv", _log(3)), format="csv", mapping={"user": "who"})


def test_a_file_without_people_is_refused(shelf: Shelf, write: Write) -> None:
    with pytest.raises(EventRefused, match="user or device must name a column of the file; it has event, time"):
        import_file(shelf, write("log.csv", "event,time\nopen,2024-03-01\n"), format="csv")


def test_a_missing_file_is_refused_by_its_name(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(EventRefused, match=r"none\.csv cannot be read"):
        import_file(shelf, tmp_path / "none.csv", format="csv")


@pytest.mark.parametrize("kind", ["csv", "jsonl", "amplitude", "mixpanel", "ga4", "segment"])
def test_an_empty_file_holds_no_events(shelf: Shelf, write: Write, kind: str) -> None:
    report = import_file(shelf, write("none", b""), format=kind)

    assert (report.read, report.accepted, report.rejected) == (0, 0, 0)


def test_a_header_alone_holds_no_events(shelf: Shelf, write: Write) -> None:
    report = import_file(shelf, write("log.csv", "user_id,event,time"), format="csv")

    assert (report.read, shelf.rows) == (0, [])


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_of_a_packed_file_that_is_cut_short_the_begin_is_kept(shelf: Shelf, write: Write, kind: str) -> None:
    line = '{{"event":"open","user_id":"u","time":{0},"page":"{1}"}}\n'
    lines = "".join(line.format(1_700_000_000_000 + row, row) for row in range(20_000))
    whole = _log(20_000) if kind == "csv" else lines
    packed = gzip.compress(whole.encode())
    path = write("log.gz", packed[: len(packed) // 2])

    with pytest.raises(EventRefused, match=r"log\.gz is damaged or cut short") as refusal:
        import_file(shelf, path, format=kind, batch_rows=1000)

    assert refusal.value.field == "log.gz"
    pages = [row["properties"]["page"] for row in shelf.rows]
    assert 1000 < len(pages) < 20_000
    assert pages == [str(page) for page in range(len(pages))]


def test_a_damaged_file_does_not_double_when_it_is_tried_again(shelf: Shelf, write: Write) -> None:
    path = write("log.gz", gzip.compress(_log(20_000).encode())[:-9_000])
    with pytest.raises(EventRefused):
        import_file(shelf, path, format="csv")
    before = len(shelf.rows)

    with pytest.raises(EventRefused):
        import_file(shelf, path, format="csv")

    assert len(shelf.rows) == before > 0


def test_a_position_that_cannot_be_read_is_no_position(shelf: Shelf, write: Write) -> None:
    path = write("log.csv", _log(10))
    import_file(shelf, path, format="csv")
    next((shelf.path / "imports").glob("*.json")).write_text("{]")

    report = import_file(shelf, path, format="csv")

    assert (report.resumed_at, report.accepted, len(shelf.kept)) == (0, 10, 10)


def test_the_store_itself_drops_what_comes_twice(tmp_path: Path, write: Write) -> None:
    path = write("log.csv", _log(500))
    with EventStore.open(tmp_path / "events") as store:
        import_file(store, path, format="csv", batch_rows=100)
        shutil.rmtree(store.path / "imports")
        again = import_file(store, path, format="csv", batch_rows=100)

        folded = store.compact()

    assert again.accepted == 500
    assert (folded.events, folded.repeats) == (500, 500)


def test_every_format_says_what_it_is() -> None:
    assert set(FORMATS) == {"csv", "jsonl", "parquet", "amplitude", "mixpanel", "ga4", "segment"}
    assert all(each.what for each in FORMATS.values())


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (_log(3), "csv"),
        ("a;b;c\n1;2;3\n", "csv"),
        ("anonymous_id,event,timestamp\n", "segment"),
        ('{"event_type": "open", "event_properties": {}}', "amplitude"),
        ('{"event": "open", "properties": {"distinct_id": "u"}}', "mixpanel"),
        ('{"event_name": "open", "event_timestamp": "1"}', "ga4"),
        ('{"event": "open", "user_id": "u"}', "jsonl"),
        ("", None),
        ("words\n", None),
        ("{broken", None),
    ],
)
def test_a_file_is_known_by_its_first_line(write: Write, content: str, name: str | None) -> None:
    assert guess_format(write("file", content)) == name
    assert guess_format(write("file.gz", gzip.compress(content.encode()))) == name
