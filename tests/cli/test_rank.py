"""`truenorth rank FILE.csv`: no workspace, no database."""

import csv
import gzip
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from truenorth.cli.app import run

Answer: TypeAlias = Any
Write: TypeAlias = Callable[[str], Path]

WSJF = """id,title,user_value,business_value,risk_reduction,effort
INI-1,Guided tour,13,8,5,3
INI-2,CRM button,5,13,2,5
INI-3,Import preview,8,5,3,3
INI-4,Theme,3,1,1,8
INI-5,Comments,3,2,1,1
"""
RATERS = """id,title,who,user_value,business_value,risk_reduction,effort
A,Tour,ann,8,,,3
A,Tour,bo,13,,,5
A,Tour,cy,,5,2,
B,Button,ann,3,,,5
B,Button,bo,2,,,5
B,Button,cy,,8,1,
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        file = tmp_path / "list.csv"
        file.write_text(text, encoding="utf-8")
        return file

    return written


def answer(capsys: pytest.CaptureFixture[str], file: Path, *options: str) -> Answer:
    assert run(["rank", str(file), *options, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refusal(capsys: pytest.CaptureFixture[str], file: Path, *options: str) -> str:
    assert run(["rank", str(file), *options, "--json"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err.strip()


def test_the_practices_four_aspects_are_ranked(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, write(WSJF))
    assert [(item["id"], item["rank"], round(item["score"], 3)) for item in found["ranking"]] == [
        ("INI-1", 1, 8.667),
        ("INI-5", 2, 6.0),
        ("INI-3", 3, 5.333),
        ("INI-2", 4, 4.0),
        ("INI-4", 5, 0.625),
    ]
    first = found["ranking"][0]
    assert set(first) == {"id", "title", "score", "rank", "rank_low", "rank_high", "p_top5", "parts"}
    assert first["parts"] == {"user_value": 13, "business_value": 8, "risk_reduction": 5, "effort": 3}
    assert (first["rank_low"], first["p_top5"]) == (1, 1.0)
    assert all(0 < swap["p_swap"] < 1 for swap in found["swaps"])
    assert [(each["rule"], each["columns"]) for each in found["lint"]] == [
        ("no_smallest", ["user_value"]),
        ("double_counting", ["user_value", "risk_reduction"]),
    ]
    assert found["ask_again"]["column"] in first["parts"]
    assert found["method"].startswith("WSJF: (user_value + business_value + risk_reduction) / effort. Ranks")
    assert found["method"].endswith("5 items from 5 rows of list.csv.")


@pytest.mark.parametrize(
    ("model", "header", "row", "score"),
    [
        ("safe", "user_business_value,time_criticality,risk_reduction,job_size", "8,13,3,2", 12.0),
        ("rice", "reach,impact,confidence,effort", "500,2,0.8,4", 200.0),
        ("ice", "impact,confidence,ease", "8,5,3", 120.0),
        ("cost_of_delay", "cost_of_delay,duration", "12000,4", 3000.0),
        ("opportunity", "importance,satisfaction", "9,4", 14.0),
        ("moscow", "priority", "Should", 3.0),
        ("kano", "functional,dysfunctional", "like,tolerate", 6.0),
        ("ICE", "Impact,Confidence,Ease", "8,5,3", 120.0),
        ("gain / (1 + pain)", "Gain,pain", "6,2", 2.0),
        ("Net_Gain - cost", "Net gain [EUR/week],cost [EUR/week]", "6,2", 4.0),
    ],
)
def test_every_model_and_a_formula_of_ones_own(
    model: str, header: str, row: str, score: float, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, write(f"id,title,{header}\nA,Alpha,{row}\n"), "--model", model)
    assert found["ranking"][0]["score"] == pytest.approx(score)
    assert (found["ranking"][0]["rank"], found["ranking"][0]["p_top5"], found["swaps"]) == (1, 1.0, [])


def test_several_raters_are_a_mean_and_a_blank_is_a_column_not_rated(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, write(RATERS), "--raters-column", "who")
    first = found["ranking"][0]
    assert first["parts"] == {"user_value": 10.5, "business_value": 5, "risk_reduction": 2, "effort": 4}
    assert first["score"] == pytest.approx(17.5 / 4)
    assert "2 items from 6 rows by 3 raters" in found["method"]


def test_whoever_lacks_a_column_stands_last_without_a_rank(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, write(RATERS + "C,Half,ann,20,,,1\n"), "--raters-column", "who")
    assert found["ranking"][-1] == {
        "id": "C",
        "title": "Half",
        "score": None,
        "rank": None,
        "rank_low": None,
        "rank_high": None,
        "p_top5": None,
        "parts": {"user_value": 20, "effort": 1},
    }


def test_equal_scores_share_a_rank(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(
        capsys, write("id,title,impact,confidence,ease\nb,B,1,2,3\na,A,3,2,1\nc,C,1,1,1\n"), "--model", "ice"
    )
    assert [(item["id"], item["rank"]) for item in found["ranking"]] == [("a", 1), ("b", 1), ("c", 3)]


def test_the_same_seed_answers_the_same_whatever_the_order_of_rows(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    first = answer(capsys, write(WSJF))
    header, *rows = WSJF.splitlines()
    again = answer(capsys, write("\n".join([header, *reversed(rows)]) + "\n"))
    other = answer(capsys, write(WSJF), "--seed", "2")
    assert again == first
    assert other["swaps"] != first["swaps"]


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("", (), "file: is empty"),
        ("\n\n", (), "file: is empty"),
        ("id,title,impact,confidence,ease\n", ("--model", "ice"), "file: has a header and no rows"),
        (WSJF.replace(",effort", ",efort"), (), "effort: is not in the header, which has id, title, user_value"),
        (WSJF.replace("id,", "nr,", 1), (), "id: is not in the header, which has nr, title"),
        (WSJF.replace("13,8,5,3", "13,eight,5,3"), (), "row 2, business_value: 'eight' is not a number"),
        (WSJF.replace("8,5,3,3", "8,5,3,"), (), "row 4, effort: is empty"),
        (WSJF.replace("3,1,1,8", "3,1,1,0"), (), "row 5, effort: 0 cannot divide; it must be above zero"),
        (WSJF.replace("3,1,1,8", "3,1,1,-2"), (), "row 5, effort: -2 cannot divide; it must be above zero"),
        (WSJF.replace("3,1,1,8", "nan,1,1,8"), (), "row 5, user_value: nan is not a number"),
        (WSJF.replace("3,1,1,8", "3,inf,1,8"), (), "row 5, business_value: inf is not a number"),
        (WSJF.replace("INI-4", "INI-1"), (), "row 5, id: 'INI-1' stands in row 2 already; --raters-column says"),
        (WSJF.replace("INI-4", ""), (), "row 5, id: is empty"),
        (WSJF.replace("3,1,1,8", "3,1,1"), (), "row 5, file: has 5 cells, the header 6"),
        (WSJF.replace("title", "effort", 1), (), "row 1, effort: stands twice in the header"),
        (WSJF, ("--raters-column", "who"), "who: is not in the header"),
        (RATERS.replace("A,Tour,bo", "A,Tour,ann"), ("--raters-column", "who"), "row 3, id: 'A' stands in row 2"),
        (RATERS.replace("A,Tour,bo", "A,Tour,"), ("--raters-column", "who"), "row 3, who: is empty"),
        (WSJF, ("--model", "wsfj"), "formula: at character 1, names 'wsfj', and there is neither such a model"),
        (WSJF, ("--model", "user_value / efort"), "formula: at character 14, names 'efort'"),
        (WSJF, ("--model", "user_value ** 99"), "formula: at character 1, cannot hold 'user_value ** 99'"),
        (WSJF, ("--model", "open(effort)"), "formula: at character 1, has no function 'open'"),
        (WSJF, ("--model", "ln(effort - 8)"), "formula: ln(effort - 8) has no value with effort"),
        ("id,a [EUR],b [week]\nx,1,2\n", ("--model", "a + b"), "formula: at character 5, EUR and week cannot be added"),
        ("id,a [EUR//week]\nx,1\n", ("--model", "a"), "unit: cannot be read: 'EUR//week'"),
        (
            "id,priority\nx,perhaps\n",
            ("--model", "moscow"),
            "row 2, priority: 'perhaps' is not a number",
        ),
        (WSJF, ("--draws", "1000000"), "draws: must be 1 to 60,000"),
        ('id,title\n"a,b\n', ("--model", "title"), "file: is not CSV"),
    ],
)
def test_what_cannot_be_ranked_is_refused_in_one_line_by_row_and_column(
    text: str, options: tuple[str, ...], said: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refusal(capsys, write(text), *options)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (file := tmp_path / "list.csv").write_bytes(b"id,title\n\xff\xfe\n")
    assert "is not UTF-8 text at byte 9" in refusal(capsys, file)
    (packed := tmp_path / "list.csv.gz").write_bytes(b"no gzip")
    assert "cannot be unpacked" in refusal(capsys, packed)


def test_what_is_off_the_scale_is_ranked_and_told(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, write(WSJF.replace("3,1,1,8", "4,1,1,8")))
    assert [(each["id"], each["columns"]) for each in found["lint"] if each["rule"] == "off_scale"] == [
        ("INI-4", ["user_value"])
    ]


def test_other_delimiters_spellings_and_packed_files_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "\ufeffKey;Name;Impact;Confidence;Ease\nA;Alpha;8;5;3\n\nB;Beta;1;1;1\n"
    file = tmp_path / "list.csv.gz"
    file.write_bytes(gzip.compress(text.encode()))
    found = answer(capsys, file, "--model", "ice", "--title-column", "Name")
    assert [(item["id"], item["title"]) for item in found["ranking"]] == [("A", "Alpha"), ("B", "Beta")]


def test_a_terminal_shows_the_list_its_bands_and_the_method(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rank", str(write(WSJF)), "--cut", "3"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Guided" in shown
    assert "1 to " in shown
    assert "may swap" in shown
    assert "around the cut line after 3" in shown
    assert "Ranks from 10,000 draws (seed 1)" in shown


def test_on_a_narrow_terminal_long_titles_are_cut_and_every_item_keeps_its_line(
    write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    long = "Import with a preview of every client that would come in twice and a way back"
    assert run(["rank", str(write(WSJF.replace("Guided tour", long)))]) == 0
    lines = capsys.readouterr().out.splitlines()
    [cut] = [line for line in lines if "Import with" in line]
    assert "…" in cut
    assert max(map(len, lines[: lines.index(cut) + 1])) <= 100
    assert cut.split()[0].isdigit()
    assert not any("preview of every client that would come in twice" in line for line in lines[: lines.index(cut) + 1])


def test_the_real_backlog_is_ranked_by_a_formula_of_ones_own(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """23,313 issues as they were exported: those with few story points first."""
    file = shared / "data/backlog_jira_story_points.csv.gz"
    found = answer(capsys, file, "--model", "10 / sqrt(4 + story_points)", "--draws", "50")
    with gzip.open(file, "rt", encoding="utf-8", newline="") as source:
        points = {row["issue_key"]: float(row["story_points"]) for row in csv.DictReader(source)}
    scores = {item["id"]: item["score"] for item in found["ranking"]}
    assert max(abs(scores[key] - 10 / math.sqrt(4 + given)) for key, given in points.items()) < 1e-12
    assert scores.keys() == points.keys()
    assert [item["rank"] for item in found["ranking"][:2]] == [1, 1]
    assert found["ranking"][-1]["parts"] == {"story_points": 100}
    assert sum(item["p_top5"] for item in found["ranking"]) == pytest.approx(5)
    assert "23,313 items from 23,313 rows" in found["method"]
