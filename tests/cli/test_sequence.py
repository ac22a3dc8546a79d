"""`truenorth sequence FILE.csv`: no workspace, no database."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from truenorth.cli.app import run

Answer: TypeAlias = Any
Write: TypeAlias = Callable[[str], Path]

HEADER = "id,weight,duration,after,team"
ONE_TEAM = f"""{HEADER}
Tour,9,4,,
Import,2,2,,
Export,8,2,Import,
"""
TEAMS = """id;weight;duration;after;team;release;deadline;duration_low;duration_high
A;5;3;;Web;;;2;5
B;9;2;A;Web;;;;
C;4;6;A B;App;;20;4;9
D;8;1;;App;2;;;
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        file = tmp_path / "items.csv"
        file.write_text(text, encoding="utf-8")
        return file

    return written


def answer(capsys: pytest.CaptureFixture[str], file: Path, *options: str) -> Answer:
    assert run(["sequence", str(file), *options, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refusal(capsys: pytest.CaptureFixture[str], file: Path, *options: str) -> str:
    assert run(["sequence", str(file), *options, "--json"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err.strip()


def test_one_team_is_put_in_the_cheapest_order(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, write(ONE_TEAM))
    assert found == {
        "order": ["Import", "Export", "Tour"],
        "starts": {"Import": 0, "Export": 2, "Tour": 4},
        "finishes": {"Import": 2, "Export": 4, "Tour": 8},
        "delay_cost": 108,
        "lower_bound": 108,
        "bound_method": "Sidney blocks; dynamic programming over sets",
        "baselines": {"wsjf_greedy": 112, "input_order": 112},
        "late": [],
        "method": found["method"],
    }
    assert found["method"].startswith("Least sum of weight times finish (3 items, 1 teams), by Sidney blocks")


def test_teams_dates_and_ranges_are_read_where_they_are_given(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, write(TEAMS))
    assert found["starts"] == {"A": 0, "D": 2, "B": 3, "C": 5}
    assert found["odds"]["dates"]["D"] == {"p10": 3, "p50": 3, "p90": 3, "on_time": None}
    dates = found["odds"]["dates"]["C"]
    assert dates["p10"] < found["finishes"]["C"] < dates["p90"]
    assert 0.9 < dates["on_time"] <= 1


def test_capacity_and_absences_are_said_beside_the_file(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(f"{HEADER}\nA,5,3,,Web\nB,9,2,,Web\nC,1,2,,App\n")
    found = answer(capsys, file, "--capacity", "Web=2", "--away", "App=1..4", "--away", "Web=0..1")
    assert found["starts"] == {"C": 0, "A": 1, "B": 1}
    assert found["finishes"]["C"] == 5


@pytest.mark.parametrize("cell", ["A B", "A; B", "A;B", '"A, B"', '" A  B "'])
def test_prerequisites_stand_between_spaces_semicolons_or_commas(
    cell: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, write(f"{HEADER}\nC,9,1,{cell},\nA,1,1,,\nB,1,1,,\n"))
    assert found["order"][-1] == "C"


def test_ids_with_spaces_stand_between_semicolons(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, write(f"{HEADER}\nC,9,1,Big tour; Old list,\nBig tour,1,1,,\nOld list,1,1,Big tour,\n"))
    assert found["order"] == ["Big tour", "Old list", "C"]


def test_an_answer_before_stays_where_another_saves_nothing(
    tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(f"{HEADER}\nA,1,1,,\nB,1,1,,\n")
    (before := tmp_path / "plan.json").write_text(json.dumps({"order": ["B", "A"]}), encoding="utf-8")
    assert answer(capsys, file)["order"] == ["A", "B"]
    assert answer(capsys, file, "--previous", str(before))["order"] == ["B", "A"]
    before.write_text("[]", encoding="utf-8")
    assert refusal(capsys, file, "--previous", str(before)) == "--previous: holds no plan as --json prints it"
    before.write_text('{"order": [1]}', encoding="utf-8")
    assert refusal(capsys, file, "--previous", str(before)) == "--previous: holds no order of ids"


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("", (), "file: is empty"),
        ("id,weight\nA,1\n", (), "duration: is not in the header, which has id, weight"),
        (ONE_TEAM.replace("9,4", "9,-4"), (), "row 2, duration: -4 is negative"),
        (ONE_TEAM.replace("9,4", "nan,4"), (), "row 2, weight: nan is not a number"),
        (ONE_TEAM.replace("9,4", "9,1e99"), (), "row 2, duration: 1e+99 is above 1e+12"),
        (ONE_TEAM.replace("9,4", "9,soon"), (), "row 2, duration: 'soon' is not a number"),
        (ONE_TEAM.replace("9,4", ",4"), (), "row 2, weight: is empty"),
        (ONE_TEAM.replace("Tour", "Import"), (), "row 3, id: 'Import' stands in row 2 already"),
        (ONE_TEAM.replace("Tour", ""), (), "row 2, id: is empty"),
        (ONE_TEAM.replace("Import,\n", "Imports,\n"), (), "row 4, after: 'Imports' is not in the list"),
        (ONE_TEAM.replace("2,2,,", "2,2,Export,"), (), "row 3, after: waits in a circle: Import → Export → Import"),
        (TEAMS.replace(";20;", ";2;"), (), "row 4, deadline: 2 is before 11"),
        (TEAMS.replace(";4;9", ";4;"), (), "row 4, duration_high: is empty"),
        (TEAMS.replace(";4;9", ";7;9"), (), "row 4, duration_low: must be above zero and surround"),
        (ONE_TEAM, ("--capacity", "Web"), "--capacity: must be TEAM=COUNT, not 'Web'"),
        (ONE_TEAM, ("--capacity", "Web=2"), "Web, team: has a capacity or absences, and no item is its own"),
        (TEAMS, ("--capacity", "Web=0"), "Web, capacity: must be 1 to 1,000, not 0"),
        (TEAMS, ("--away", "Web=4"), "--away: must be TEAM=FROM..TO, not 'Web=4'"),
        (TEAMS, ("--away", "Web=a..b"), "--away: 'a' is not a number"),
        (TEAMS, ("--away", "Web=4..2"), "Web, away: must end after it starts"),
    ],
)
def test_what_cannot_be_put_in_sequence_is_refused_in_one_line_by_row_and_column(
    text: str, options: tuple[str, ...], said: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refusal(capsys, write(text), *options)


def test_a_terminal_shows_the_plan_and_what_waiting_costs(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sequence", str(write(TEAMS.replace(";20;", ";12;")))]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    for words in ("start finish P10 P50 P90 on time", "cost of delay: 128, and no plan has less", "as listed: 128"):
        assert words in shown
