"""Files as they come: what counts, what does not, and that each fault is named and counted."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from truenorth.engines.experiments import (
    ExperimentRefused,
    FileRefused,
    Plan,
    PlanRefused,
    Question,
    Summary,
    analyze,
    parse_metric,
    parse_weights,
    summarize,
)
from truenorth.engines.experiments.plans import Method

HEADER = "user,arm,kept,spend,before,country\n"
ROWS = [f"u{n},{'ab'[n % 2]},{n % 3 // 2},{n / 7:.3f},{n % 5},{('DE', 'US')[n % 4 // 2]}" for n in range(400)]


def csv(*rows: str) -> io.BytesIO:
    return io.BytesIO((HEADER + "\n".join([*ROWS, *rows]) + "\n").encode())


def plan(*metrics: str, **more: Any) -> Plan:
    given = {"unit": "user", "variant": "arm", "control": "a"} | more
    return Plan(metrics=tuple(map(parse_metric, metrics or ("kept", "spend:mean"))), **given)


def problems(summary: Summary) -> dict[tuple[str, str], tuple[int, tuple[int, ...]]]:
    return {(one.name, one.column): (one.count, one.rows) for one in summary.problems}


def test_a_clean_file_has_no_problems_and_every_row_counts() -> None:
    summary = summarize(csv(), plan())
    assert (summary.arms, summary.users.tolist(), summary.problems) == (("a", "b"), [[200, 200]], ())
    assert [each.metric.kind for each in summary.metrics] == ["proportion", "mean"]


def test_a_repeated_unit_counts_once_by_its_first_row() -> None:
    summary = summarize(csv("u0,a,1,999,0,DE", "u0,a,1,999,0,DE", " u2 ,a,1,999,0,DE"), plan())
    assert problems(summary) == {("unit_repeated", "user"): (3, (402, 403, 404))}
    assert summary.users.tolist() == [[200, 200]]
    assert analyze(csv(), plan()).to_dict()["metrics"] == analyze(csv("u0,a,1,999,0,DE"), plan()).to_dict()["metrics"]


def test_a_unit_in_two_arms_counts_in_neither() -> None:
    summary = summarize(csv("u0,b,1,5,0,DE", "u0,b,1,5,0,DE"), plan())
    assert problems(summary) == {("unit_in_two_arms", "user"): (1, (2, 402, 403))}
    assert summary.users.tolist() == [[199, 200]]


def test_many_units_in_two_arms_forbid_a_conclusion() -> None:
    few = analyze(csv("u0,b,1,5,0,DE"), plan()).to_dict()
    many = analyze(csv(*(f"u{n},b,1,5,0,DE" for n in range(0, 40, 2))), plan()).to_dict()
    assert [few["data_quality"][0]["is_blocking"], many["data_quality"][0]["is_blocking"]] == [False, True]
    assert "20 units stand in two arms" in many["decision"]["reason"]


def test_cells_that_are_no_numbers_are_counted_apart_from_those_that_are_empty() -> None:
    more = ("x1,a,,1,1,DE", "x2,a,NA,1,1,DE", "x3,b,maybe,inf,1,DE", "x4,b,TRUE,1e999,1,DE", "x5,b,0,+1.5e0,,DE")
    summary = summarize(csv(*more), plan("kept", "spend:mean:covariate=before"))
    assert problems(summary) == {
        ("value_missing", "kept"): (2, (402, 403)),
        ("covariate_missing", "before"): (1, (406,)),
        ("not_a_number", "kept"): (1, (404,)),
        ("not_a_number", "spend"): (2, (404, 405)),
    }
    assert summary.metrics[0].moments.n.tolist() == [[200, 202]]  # type: ignore[union-attr]
    assert summary.users.tolist() == [[202, 203]]


def test_a_proportion_of_other_numbers_leaves_them_out_and_says_so() -> None:
    summary = summarize(csv("x1,a,0.5,1,1,DE"), plan("kept:proportion"))
    assert problems(summary) == {("not_zero_or_one", "kept"): (1, (402,))}
    assert summarize(csv("x1,a,0.5,1,1,DE"), plan("kept")).metrics[0].metric.kind == "mean"


def test_rows_without_unit_or_variant_and_rows_that_are_broken_are_counted() -> None:
    summary = summarize(csv("u900,a,1", ",a,1,1,1,DE", "u901,,1,1,1,DE", "u902,a,1,1,1,DE,x,y"), plan())
    assert problems(summary) == {
        ("row_broken", "file"): (2, (402, 405)),
        ("unit_missing", "user"): (1, (403,)),
        ("variant_missing", "arm"): (1, (404,)),
    }


def test_an_arm_outside_of_the_plan_and_one_without_users_are_named() -> None:
    summary = summarize(csv("u900,c,1,1,1,DE"), plan(weights=parse_weights("a=1,b=1,d=1")))
    assert problems(summary) == {("variant_unknown", "c"): (1, (402,)), ("variant_absent", "d"): (1, ())}
    assert (summary.arms, summary.users.tolist()) == (("a", "b", "d"), [[200, 200, 0]])


def test_an_arm_none_of_whose_rows_counts_is_named_and_its_share_is_missed_unless_none_was_planned() -> None:
    stray = ",c,1,1,1,DE"
    for weights, is_flagged in ((None, True), (parse_weights("1,1,1"), True), (parse_weights("1,1,0"), False)):
        found = analyze(csv(stray), plan(weights=weights))
        assert found.summary.users.tolist() == [[200, 200, 0]]
        assert (("variant_absent", "c") in problems(found.summary)) is is_flagged
        assert found.to_dict()["srm"]["flag"] is is_flagged


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"control": "z"}, "control", "'a', 'b'"),
        ({"unit": "nobody"}, "unit", "user, arm, kept"),
        ({"segments": ("planet",)}, "segment", "'planet'"),
        ({"weights": [1.0, 1.0, 1.0]}, "expected", "3 numbers for 2 arms"),
        ({"weights": {"b": 1.0}}, "expected", "control"),
        ({"segments": ("spend",)}, "segment", "more than 100"),
        ({"variant": "user"}, "variant", "more than 20"),
    ],
)
def test_a_plan_that_the_file_contradicts_is_refused_by_name(more: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(PlanRefused) as refusal:
        summarize(csv(), plan(**more))
    assert refusal.value.field == field
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"user,user\n", b"\xff\xfe\x00", b"PAR1junk", b"\x1f\x8bjunk", b"user,arm\nu1,\xff\n"]
)
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(ExperimentRefused):
        summarize(io.BytesIO(content), Plan(unit="user", variant="arm", control="a", metrics=(parse_metric("arm"),)))


def test_a_gzip_file_that_is_cut_off_is_refused() -> None:
    with pytest.raises(FileRefused):
        summarize(io.BytesIO(gzip.compress(csv().getvalue())[:-200]), plan())


def test_csv_gzip_and_parquet_say_the_same(tmp_path: Path) -> None:
    packed = io.BytesIO(gzip.compress(csv().getvalue()))
    split = [row.split(",") for row in ROWS]
    cells = list(zip(*split, strict=True))
    table = pa.table(
        {
            "user": cells[0],
            "arm": pa.array(cells[1]).dictionary_encode(),
            "kept": [cell == "1" for cell in cells[2]],
            "spend": [float(cell) for cell in cells[3]],
        }
    )
    parquet.write_table(table, tmp_path / "rows.parquet")
    plain = analyze(csv(), plan()).to_dict()
    assert analyze(packed, plan()).to_dict() == plain
    assert analyze(tmp_path / "rows.parquet", plan()).to_dict() == plain


def test_semicolons_and_a_byte_order_mark_are_read_as_spreadsheets_write_them() -> None:
    text = "\ufeff" + csv().getvalue().decode().replace(",", ";")
    assert summarize(io.BytesIO(text.encode()), plan()).users.tolist() == [[200, 200]]


def test_batches_do_not_change_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    metrics = ("kept", "spend:mean:covariate=before", "spend/before:ratio", "before:quantile=0.5")
    whole = analyze(csv("u0,b,1,5,0,DE"), plan(*metrics, segments=("country",))).to_dict()
    monkeypatch.setattr("truenorth.engines.experiments.tables.BLOCK_BYTES", 512)
    small = analyze(csv("u0,b,1,5,0,DE"), plan(*metrics, segments=("country",))).to_dict()
    assert small["data_quality"] == whole["data_quality"]
    for one, other in zip(small["metrics"], whole["metrics"], strict=True):
        numbers = [value for value in other.values() if isinstance(value, float)]
        assert [value for value in one.values() if isinstance(value, float)] == pytest.approx(numbers, rel=1e-9)


def test_levels_add_up_to_the_whole() -> None:
    summary = summarize(csv("x1,a,1,1,1,"), plan(segments=("country",)))
    assert [cell.level for cell in summary.cells] == ["", "(none)", "DE", "US"]
    assert summary.users[1:].sum(axis=0).tolist() == summary.users[0].tolist()
    for each in summary.metrics:
        n = np.asarray(each.moments.n)
        assert n[1:].sum(axis=0).tolist() == n[0].tolist()


def test_a_header_may_stand_below_empty_lines_have_spaces_and_span_lines() -> None:
    rows = "".join(f"u{n},{'ab'[n % 2]},{n % 3},,\n" for n in range(9))
    text = '\n\nuser ,arm ,"kept\nfor 30 days",,\n' + rows
    metrics = (parse_metric("kept\nfor 30 days"),)
    file = io.BytesIO((text + "u9,a\nu9,a,NaN,,\n").encode())
    summary = summarize(file, Plan(unit="user", variant="arm", control="a", metrics=metrics))
    assert summary.users.tolist() == [[6, 4]]
    assert problems(summary) == {("row_broken", "file"): (1, (14,)), ("value_missing", "kept\nfor 30 days"): (1, (15,))}


@pytest.mark.parametrize("number", ["1e200", "-1e300", "1.7e308"])
def test_numbers_that_cannot_be_squared_are_refused_with_their_metric(number: str) -> None:
    with pytest.raises(PlanRefused, match="'spend' has numbers too large"):
        summarize(csv(f"x1,a,1,{number},1,DE", f"x2,b,1,-{number.lstrip('-')},1,DE"), plan("spend:mean"))


@pytest.mark.parametrize(
    "rows",
    [
        ["1,a,,", "2,b,,"],
        ["1,a,1,1", "2,b,1,1"],
        ["1,a,1,1", "2,a,1,1", "3,b,1,1", "4,b,1,1"],
        ["1,a,0,0", "2,a,0,0", "3,b,1,1", "4,b,1,0"],
        [f"{n},{'ab'[n % 2]},{n % 2},{10**12 + n % 7}" for n in range(200)],
        ["1,a,NaN,inf", "2,b,-inf,x", "3,a,1,1"],
        ["1,a,1,1"] * 5 + ["2,b,1,1"] * 5,
    ],
)
@pytest.mark.parametrize("kind", ["proportion", "mean", "ratio", "quantile=0.5"])
@pytest.mark.parametrize("method", ["sequential", "fixed", "bayesian"])
def test_thin_data_give_a_number_or_say_why_there_is_none(rows: list[str], kind: str, method: Method) -> None:
    column = "y/d" if kind == "ratio" else "y" if kind == "proportion" else "d"
    named = Plan(unit="u", variant="v", control="a", metrics=(parse_metric(f"{column}:{kind}"),))
    found = analyze(io.BytesIO("\n".join(["u,v,y,d", *rows]).encode()), named, Question(method=method)).to_dict()
    [metric] = found["metrics"]
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert metric["verdict"] in ("better", "worse", "undecided")
    if metric["effect_relative"] is None or None in metric["interval_relative"]:
        assert metric["note"] or metric["effect"] is not None
    assert found["decision"]["reason"]
