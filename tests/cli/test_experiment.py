"""`truenorth experiment …`: no workspace, no database."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from truenorth.cli.app import run

Answer: TypeAlias = Any
Write: TypeAlias = Callable[..., Path]
NAMED = ("--unit", "user", "--variant", "arm", "--control", "a")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(*more: str, name: str = "rows.csv") -> Path:
        rows = [
            f"u{n},{'ab'[n % 2]},{int(n % 10 < 4 + 3 * (n % 2))},{n % 13},{('DE', 'US')[n % 3 // 2]}"
            for n in range(6000)
        ]
        file = tmp_path / name
        file.write_text("\n".join(["user,arm,kept,spend,country", *rows, *more]) + "\n", encoding="utf-8")
        return file

    return written


def answer(capsys: pytest.CaptureFixture[str], *options: str) -> Answer:
    assert run(["experiment", *options, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refusal(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert run(["experiment", *options]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err.strip()


def test_an_analysis_has_every_field_that_a_reader_of_it_counts_on(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(write())
    found = answer(capsys, "analyze", file, *NAMED, "--metric", "kept", "--guardrail", "spend:mean:margin=-5%")
    assert list(found) == ["srm", "arms", "metrics", "data_quality", "decision", "method"]
    assert found["srm"]["flag"] is False
    assert found["arms"] == [{"variant": "a", "n": 3000}, {"variant": "b", "n": 3000}]
    kept, spend = found["metrics"]
    assert (kept["control_mean"], kept["treatment_mean"], kept["verdict"]) == (0.4, 0.6, "better")
    assert (spend["role"], spend["verdict"]) == ("guardrail", "not worse than the margin")
    assert {"effect_relative", "interval_relative", "p_value", "sequential_interval", "chance_to_win"} <= set(kept)
    assert found["decision"]["ships"] is True


def test_a_segment_gives_every_level_its_own_readout(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "analyze", str(write()), *NAMED, "--metric", "kept", "--segment", "country")
    levels = [(one["level"], sum(arm["n"] for arm in one["arms"])) for one in found["segments"]]
    assert levels == [("DE", 4000), ("US", 2000)]


def test_the_method_decides_the_verdict_and_leaves_the_fields(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    by = {
        method: answer(capsys, "analyze", str(write()), *NAMED, "--metric", "spend:mean", "--method", method)
        for method in ("sequential", "fixed", "bayesian")
    }
    kept = ("effect", "interval", "p_value", "sequential_interval", "sequential_p_value")
    numbers = [{name: found["metrics"][0][name] for name in kept} for found in by.values()]
    assert numbers[0] == numbers[1] == numbers[2]
    assert [found["method"].split(":")[0] for found in by.values()] == ["Sequential", "Fixed", "Bayesian"]


def test_a_person_gets_tables_a_plot_and_the_decision(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    file = write("u1,a,1,1,DE", "u9999,b,maybe,1,DE")
    assert run(["experiment", "analyze", str(file), *NAMED, "--metric", "kept", "--metric", "spend:mean"]) == 0
    said = capsys.readouterr().out
    for part in ("unit_in_two_arms", "not_a_number", "├", "●", "decision: better, ship: kept is better", "+50.0 %"):
        assert part in said


@pytest.mark.parametrize("ending", ["html", "md"])
def test_a_report_stands_alone_and_takes_data_for_text(
    ending: str, write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = write(name="<b>rows.csv")
    rows.write_text(rows.read_text().replace(",b,", ",<script>alert(1)</script>,"))
    report = tmp_path / f"report.{ending}"
    options = (*NAMED, "--metric", "kept", "--report", str(report))
    assert run(["experiment", "analyze", str(rows), *options]) == 0
    text = report.read_text()
    assert "<script" not in text
    assert "<b>" not in text
    assert "&lt;script" in text
    assert not re.search(r"https?:|src=|href=|url\(", text)
    assert "better, ship" in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--control", "z"), "--control 'z' is no variant of the file, which has 'a', 'b'"),
        (("--unit", "person"), "--unit names the column 'person'"),
        (("--metric", "gone"), "--metric names the column 'gone'"),
        (("--metric", "spend:medain"), "--metric 'spend:medain': 'medain' is none of"),
        (("--guardrail", "spend:mean"), "--guardrail 'spend:mean' needs its margin"),
        (("--expected", "50,x"), "--expected '50,x' is not numbers"),
        (("--expected", "1,1,1"), "--expected holds 3 numbers for 2 arms"),
        (("--alpha", "2"), "--alpha must lie between 0 and 1"),
        (("--segment", "planet"), "--segment names the column 'planet'"),
        (("--report", "report.pdf"), "--report 'report.pdf' must end in .html or .md"),
        (("--report", "/nowhere/at/all.md"), "--report 'all.md' cannot be written"),
    ],
)
def test_a_refusal_names_its_flag(
    options: tuple[str, ...], said: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    named = [*NAMED, "--metric", "kept"]
    assert refusal(capsys, "analyze", str(write()), *named, *options).startswith(said)


def test_no_metric_is_refused(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert refusal(capsys, "analyze", str(write()), *NAMED) == "--metric is needed: at least one"


def test_a_file_that_is_no_table_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "photo.csv"
    file.write_bytes(b"\x89PNG\xff\xfe")
    assert refusal(capsys, "analyze", str(file), *NAMED, "--metric", "x").startswith("photo.csv is not UTF-8 text")


def test_a_size_is_given_for_both_methods(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "size", "--baseline", "0.4", "--mde", "0.02", "--effect", "absolute")
    assert (found["per_arm"], found["formula"], found["days"]) == (9490, "two-variance", None)
    assert [(plan["method"], plan["per_arm"]) for plan in found["plans"]] == [("fixed", 9490), ("sequential", 19859)]


def test_a_share_may_be_written_with_its_sign_and_days_follow_from_the_traffic(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = answer(
        capsys, "size", "--baseline", "0.4", "--mde", "5%", "--users-per-day", "1500", "--method", "sequential"
    )
    assert (found["per_arm"], found["days"]) == (19859, 27)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--mde is one of mde, margin and users"),
        (("--mde", "x"), "--mde 'x' is no number"),
        (("--mde", "0"), "--mde must be other than zero"),
        (("--mde", "0.1", "--users", "100"), "--users is one of mde"),
        (("--mde", "0.1", "--shares", "1"), "--shares must be two or more numbers"),
        (("--mde", "0.1", "--power", "2"), "--power must lie between 0 and 1"),
        (("--mde", "0.1", "--users-per-day", "0"), "--users-per-day must be above zero"),
        (("--users", "5"), "--users are too few users to see any rise"),
    ],
)
def test_a_size_that_cannot_be_told_names_its_flag(
    options: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refusal(capsys, "size", "--baseline", "0.4", *options).startswith(said)
