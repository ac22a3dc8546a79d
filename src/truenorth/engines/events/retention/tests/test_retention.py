"""What a retention refuses, says and returns."""

import json
from typing import Any

import pytest

from truenorth.engines.events.asking.histories import from_rows
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.retention import Retention, RetentionResult, merging, reading
from truenorth.engines.events.times import micros

DAYS = [f"2024-03-0{day}T12:00:00Z" for day in range(1, 6)]


def rows_of(**days_by_actor: str) -> list[dict[str, Any]]:
    return [
        {"actor": actor, "event": "open", "time": DAYS[int(day)], "properties": {"plan": actor}}
        for actor, days in days_by_actor.items()
        for day in days
    ]


def ask(plan: Retention, rows: list[dict[str, Any]]) -> RetentionResult:
    times = [micros(row["time"]) for row in rows]
    about = Provenance("g7-t0", len(rows), min(times, default=None), max(times, default=None))
    question = plan.question()
    return question.answer([question.read(from_rows(rows), about)], about)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"periods": 0}, "periods"),
        ({"periods": 1_001}, "periods"),
        ({"period": "decade"}, "period"),
        ({"start": ""}, "start"),
        ({"brackets": ()}, "brackets"),
        ({"brackets": ((0, 1),)}, "brackets"),
        ({"brackets": ((3, 1),)}, "brackets"),
        ({"brackets": ((1, 3), (3, 4))}, "brackets"),
        ({"brackets": ((1, 3),), "kind": "on_or_after"}, "brackets"),
        ({"min_occurrences": 0}, "min_occurrences"),
        ({"rounding": "hour"}, "rounding"),
        (
            {"clock": "rolling", "cohort": "recurring", "kind": "on_or_after", "min_occurrences": 2},
            "min_occurrences",
        ),
        ({"cohort": "sometimes"}, "cohort"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        Retention(**given)
    assert refused.value.field == field


@pytest.mark.parametrize("name", [None, "*", "any"])
def test_any_event_has_three_names(name: str | None) -> None:
    plan = Retention(start=name, returning=name)
    assert (plan.start, plan.returning) == (None, None)


def test_a_plan_survives_its_json() -> None:
    plan = Retention(start="signup", brackets=((1, 3), (4, 7)), since="2024-01-01")
    assert Retention(**json.loads(plan.model_dump_json())) == plan


def test_a_store_without_events_has_no_cohorts() -> None:
    about = Provenance("g0-t0", 0, None, None)
    question = Retention().question()
    result = question.answer([question.read(from_rows([]), about)], about)
    assert (result.cohorts, result.overall, result.method.endswith("Read no events, snapshot g0-t0.")) == ((), (), True)


def test_the_answer_is_ready_for_json_and_for_arrow() -> None:
    result = ask(Retention(start="open", periods=3, breakdown="plan"), rows_of(ada="014", bob="12"))
    told = json.loads(json.dumps(result.to_dict()))
    assert told["cohorts"] == [
        {"entered_on": "2024-03-01", "size": 1, "retained": [1, 1, 0], "mature": [True, True, True]},
        {"entered_on": "2024-03-02", "size": 1, "retained": [1, 1, 0], "mature": [True, True, True]},
    ]
    assert told["overall"][1] == {"period": 1, "through": 1, "eligible": 2, "retained": 2, "rate": 1.0}
    assert list(told["breakdown"]) == ["ada", "bob"]
    assert told["snapshot"] == "g7-t0"
    table = result.to_arrow()
    assert (table.num_rows, table["retained"].to_pylist()[:3]) == (12, [1, 1, 0])


def test_hours_are_entered_at_a_local_time() -> None:
    (cohort,) = ask(Retention(period="hour", periods=2, timezone="Asia/Tokyo"), rows_of(ada="0")).cohorts
    assert cohort.entered_on.isoformat() == "2024-03-01T21:00:00+09:00"


def test_days_far_beyond_the_table_still_count_as_later() -> None:
    (cohort,) = ask(Retention(periods=2, kind="on_or_after"), rows_of(ada="04")).cohorts
    assert cohort.retained == (1, 1)


def test_a_cell_for_which_nobody_is_old_enough_has_no_rate() -> None:
    result = ask(Retention(periods=3), rows_of(ada="01"))
    assert [(total.eligible, total.rate) for total in result.overall] == [(1, 1.0), (1, 1.0), (0, None)]
    assert result.cohorts[0].mature == (True, True, False)


def test_an_actor_whose_first_start_lies_before_since_does_not_enter() -> None:
    rows = rows_of(ada="013", bob="13")
    assert [cohort.size for cohort in ask(Retention(since="2024-03-02"), rows).cohorts] == [1]
    assert [cohort.size for cohort in ask(Retention(since="2024-03-02", cohort="recurring"), rows).cohorts] == [2, 2]


@pytest.mark.parametrize("where", ["a bucket", "the answer"])
def test_a_table_that_nobody_could_read_is_refused(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    rows = rows_of(ada="0", bob="1", eve="2")
    monkeypatch.setattr(reading if where == "a bucket" else merging, "MOST_CELLS", 62)
    with pytest.raises(PlanRefused) as refused:
        ask(Retention(), rows)
    assert refused.value.field == "periods"


def test_a_value_written_like_a_missing_one_is_added_to_it() -> None:
    rows = [*rows_of(ada="01", bob="02"), *rows_of(eve="01")]
    rows = [{**row, "properties": {"plan": "(none)"} if row["actor"] == "ada" else {}} for row in rows]
    result = ask(Retention(periods=3, breakdown="plan"), rows)
    assert [cohort.retained for cohort in result.breakdown["(none)"].cohorts] == [(3, 2, 1)]


def test_the_method_tells_the_choices() -> None:
    told = ask(Retention(start="open", clock="rolling", rounding="hour", periods=3), rows_of(ada="01")).method
    assert "by its first open ever" in told
    assert "both moments taken back to the full hour" in told
    assert "snapshot g7-t0" in told
