"""`truenorth events …` on a file and a folder: no workspace, no database."""

import json
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from truenorth.cli.app import run
from truenorth.engines.events import EventStore

Answer: TypeAlias = Any

ROWS = """who,what,at,country
ada,signup,2024-03-01T09:00:00Z,DE
ada,activate,2024-03-02T09:00:00Z,DE
bo,signup,2024-03-01T10:00:00Z,FR
bo,browse,2024-03-03T10:00:00Z,FR
cy,signup,2024-03-02T08:00:00Z,DE
cy,activate,2024-03-20T08:00:00Z,DE
,signup,2024-03-02T08:00:00Z,DE
"""


@pytest.fixture
def store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    file = tmp_path / "events.csv"
    file.write_text(ROWS)
    names = ["--user", "who", "--event", "what", "--time", "at"]
    assert run(["events", "import", str(file), "--store", str(tmp_path / "store"), "--format", "csv", *names]) == 0
    capsys.readouterr()
    return tmp_path / "store"


def answer(capsys: pytest.CaptureFixture[str], store: Path, *arguments: str) -> Answer:
    assert run(["events", *arguments, "--store", str(store), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_funnel_says_steps_and_method(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, store, "funnel", "--steps", "signup,activate", "--window", "7d")

    assert [(step["name"], step["actors"], step["in_window"]) for step in found["steps"]] == [
        ("signup", 3, 0),
        ("activate", 1, 0),
    ]
    assert found["steps"][1]["conversion"] == pytest.approx(1 / 3)
    assert "within 7 days" in found["method"]


def test_a_funnel_is_filtered_and_split(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["funnel", "--steps", "signup,activate", "--window", "30d"]

    german = answer(capsys, store, *options, "--filter", "country=DE")
    split = answer(capsys, store, *options, "--breakdown", "country")
    early = answer(capsys, store, *options, "--until", "2024-03-02")

    assert [step["actors"] for step in german["steps"]] == [2, 2]
    assert {value: [step["actors"] for step in steps] for value, steps in split["breakdown"].items()} == {
        "DE": [2, 2],
        "FR": [1, 0],
    }
    assert [step["actors"] for step in early["steps"]] == [2, 1]


def test_retention_says_cohorts_and_overall(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, store, "retention", "--start", "signup", "--periods", "3")

    assert [(cohort["entered_on"], cohort["size"], cohort["retained"]) for cohort in found["cohorts"]] == [
        ("2024-03-01", 2, [2, 1, 1]),
        ("2024-03-02", 1, [1, 0, 0]),
    ]
    assert found["overall"][1] == {
        "period": 1,
        "through": 1,
        "eligible": 3,
        "retained": 1,
        "rate": pytest.approx(1 / 3),
    }


def test_a_trend_says_points(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, store, "trend", "--event", "signup", "--measure", "uniques", "--interval", "month")

    [series] = found["series"]
    assert (series["label"], series["points"]) == ("signup", [["2024-03-01", 3]])


def test_journeys_say_paths(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, store, "journeys", "--from", "signup", "--depth", "1")

    assert {tuple(path["steps"]): path["count"] for path in found["paths"]} == {
        ("signup", "activate"): 2,
        ("signup", "browse"): 1,
    }


def test_sql_reads_the_events(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, store, "sql", "SELECT count(*) AS n FROM events")

    assert found == {"columns": ["n"], "rows": [{"n": 6}]}


def test_what_is_no_event_is_written_beside_the_file(store: Path, tmp_path: Path) -> None:
    [rejected] = tmp_path.glob("*.rejected.csv")

    assert "user" in rejected.read_text()


def test_the_same_file_again_changes_nothing(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["--user", "who", "--event", "what", "--time", "at"]

    assert answer(capsys, store, "import", str(tmp_path / "events.csv"), "--format", "csv", *names)["read"] == 0
    assert answer(capsys, store, "info")["events"] == 6


def test_info_verify_compact_and_repair_look_after_the_store(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, store, "verify") == {"findings": []}
    assert answer(capsys, store, "compact")["events"] == 0
    assert answer(capsys, store, "info")["actors"] == 3
    assert run(["events", "repair", "--store", str(store)]) == 0


def test_a_damaged_store_is_reported_with_exit_code_1(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [segment, *_] = store.glob("segments/*/*.parquet")
    segment.write_bytes(segment.read_bytes()[:-9])

    assert run(["events", "verify", "--store", str(store), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["mend"] == "lost"


def test_an_erasure_prints_its_receipt(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["events", "erase", "--store", str(store), "--user", "ada"]) == 0

    assert json.loads(capsys.readouterr().out)["events"] == 2
    assert answer(capsys, store, "info")["actors"] == 2


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (["funnel", "--steps", "a", "--window", "soon"], "window"),
        (["funnel", "--steps", "a", "--order", "sideways"], "order"),
        (["retention", "--period", "fortnight"], "period"),
        (["trend", "--measure", "vibes"], "measure"),
        (["funnel", "--steps", "a", "--since", "yesterday-ish"], "since"),
        (["funnel", "--steps", "a", "--timezone", "Mars/Olympus"], "timezone"),
        (["sql", "DELETE FROM events"], "sql"),
    ],
)
def test_a_refusal_is_one_line_that_names_the_field(
    store: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], field: str
) -> None:
    assert run(["events", *arguments, "--store", str(store)]) == 1

    said = capsys.readouterr().err
    assert said.startswith(field)
    assert said.count("\n") == 1


def test_answers_are_tables_for_people(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["events", "funnel", "--steps", "signup,activate", "--window", "7d", "--store", str(store)]) == 0

    said = capsys.readouterr().out
    assert "33.3%" in said
    assert "1 d" in said


def test_without_a_folder_the_only_workspace_with_events_is_meant(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stores = tmp_path / "events"
    for module in ("truenorth.domains.kit.event_stores", "truenorth.cli.events.options"):
        monkeypatch.setattr(f"{module}.folder_of_stores", lambda: stores)
    stores.mkdir()
    store.rename(stores / "larkspur")

    assert run(["events", "info", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["path"] == str(stores / "larkspur")

    EventStore.open(stores / "elsewhere")
    assert run(["events", "info"]) == 2
    said = capsys.readouterr().err
    assert "--store" in said
    assert "several workspaces have events" in said
