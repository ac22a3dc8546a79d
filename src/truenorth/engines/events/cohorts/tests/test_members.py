"""Cohorts against a slow reading of what their conditions say."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from truenorth.engines.events.asking.histories import Histories, from_rows
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.cohorts import (
    All,
    AnyOf,
    Cohort,
    CohortResult,
    Did,
    DidNot,
    FirstSeen,
    HasProperty,
    Not,
    PropertyDistinct,
    PropertySum,
    Sequence,
    WithinDates,
    WithinFirst,
)
from truenorth.engines.events.cohorts.members import columns_of, member_mask
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.times import instant, micros

Row = dict[str, Any]
START = micros("2024-03-01")
HOUR = 3_600_000_000
DAYS = 20


def row(actor: str, event: str, hour: float, **properties: Any) -> dict[str, Any]:
    return {"actor": actor, "event": event, "time": instant(START + round(hour * HOUR)), "properties": properties}


def about(rows: list[Row]) -> Provenance:
    times = [micros(one["time"]) for one in rows]
    return Provenance("g1", len(rows), min(times, default=None), max(times, default=None))


def ask(plan: Cohort, buckets: list[Histories], provenance: Provenance) -> CohortResult:
    question = plan.question()
    return question.answer([question.read(bucket, provenance) for bucket in buckets], provenance)


def names(plan: Cohort, rows: list[Row]) -> list[str]:
    found = ask(plan.model_copy(update={"list_actors": True}), [from_rows(rows)], about(rows)).actors
    assert found is not None
    return list(found)


def test_who_did_too_often_is_no_member() -> None:
    rows = [row("u1", "buy", 0), row("u2", "buy", 0), row("u2", "buy", 1)]

    assert names(Cohort(where=Did(event="buy", at_most=1)), rows) == ["u1"]


def test_last_days_reach_back_from_the_moment_asked_for_and_include_it() -> None:
    rows = [row("u1", "buy", 0), row("u2", "buy", 24), row("u3", "buy", 48)]

    assert names(Cohort(where=Did(event="buy", within="1d")), rows) == ["u3"]
    assert names(Cohort(where=Did(event="buy", within="1d"), as_of=instant(START + 24 * HOUR)), rows) == ["u2"]


def test_one_event_never_fills_two_steps_of_a_sequence() -> None:
    rows = [row("u1", "buy", 0), row("u2", "buy", 0), row("u2", "buy", 1)]

    assert names(Cohort(where=Sequence(steps=["buy", "buy"])), rows) == ["u2"]


def test_a_sequence_begun_too_early_is_found_from_a_later_begin() -> None:
    rows = [row("u1", "a", 0), row("u1", "a", 10), row("u1", "b", 12), row("u2", "a", 0), row("u2", "b", 3)]

    assert names(Cohort(where=Sequence(steps=["a", "b"], window="2h")), rows) == ["u1"]


def test_the_last_known_value_outlives_later_events_without_one() -> None:
    rows = [row("u1", "a", 0, plan="free"), row("u1", "b", 1, plan="pro"), row("u1", "c", 2)]

    assert names(Cohort(where=HasProperty(filter=Filter(property="plan", value="pro"))), rows) == ["u1"]


def test_a_property_of_the_user_is_asked_by_its_prefix() -> None:
    rows = [{**row("u1", "a", 0), "user_properties": {"plan": "pro"}}, row("u2", "a", 0)]

    assert names(Cohort(where=HasProperty(filter=Filter(property="user.plan", value="pro"))), rows) == ["u1"]


def test_who_was_not_there_yet_has_not_failed_to_do_anything() -> None:
    rows = [row("u1", "look", 0), row("u2", "look", 100)]

    assert names(Cohort(where=DidNot(event="buy"), until=instant(START + 50 * HOUR)), rows) == ["u1"]


def test_equal_looking_conditions_on_a_number_and_on_a_truth_stay_apart() -> None:
    rows = [row("u1", "a", 0, on=True), row("u2", "a", 0, on=1)]
    is_one, is_true = (Did(event="a", filters=[Filter(property="on", value=value)]) for value in (1, True))

    assert names(Cohort(where=All(of=[is_one, Not(of=is_true)])), rows) == ["u2"]


def test_sums_skip_what_is_no_finite_number() -> None:
    rows = [row("u1", "a", 0, price="inf"), row("u1", "a", 1, price="nan"), row("u1", "a", 2, price=3)]

    assert names(Cohort(where=PropertySum(event="a", property="price", operator="is", value=3)), rows) == ["u1"]


def test_members_split_by_their_last_known_value() -> None:
    rows = [
        row("u1", "a", 0, plan="free"),
        row("u1", "a", 1, plan="pro"),
        row("u2", "a", 0, plan="pro"),
        row("u3", "a", 0),
    ]

    result = ask(Cohort(where=Did(event="a"), breakdown="plan"), [from_rows(rows)], about(rows))

    assert result.breakdown == {"pro": 2, "(none)": 1}
    assert result.to_arrow().to_pylist()[0] == {"value": None, "size": 3}


def test_an_empty_store_has_no_members() -> None:
    result = ask(Cohort(where=DidNot(event="a"), list_actors=True), [from_rows([])], Provenance("g0", 0, None, None))

    assert (result.size, result.out_of, result.share, result.actors) == (0, 0, None, ())
    assert result.to_arrow().num_rows == 0


def test_an_answer_tells_its_rule_and_is_json() -> None:
    rows = [row("u1", "buy", 0, price=3)]
    where = All(
        of=[
            Did(event="buy", at_least=1, at_most=2, within="12h", filters=[Filter(property="price", value=3)]),
            Not(of=Sequence(steps=["a", "b"], window="90s")),
            AnyOf(of=[FirstSeen(since="2024-03-01"), HasProperty(filter=Filter(property="x", operator="set"))]),
            PropertySum(property="price", value=3, within=WithinFirst(window="1d")),
        ]
    )

    result = ask(Cohort(where=where, since="2024-01-01", until="2025-01-01"), [from_rows(rows)], about(rows))

    assert "did 'buy' (with 1 filters) at least once and at most 2 times in the last 12 hours" in result.method
    assert "not (did 'a' then 'b' within 90 seconds, both ends included)" in result.method
    assert result.method.endswith("snapshot g1.")
    assert json.loads(json.dumps(result.to_dict()))["size"] == 1


def test_a_cohort_serves_as_members_of_another_plan_and_survives_json() -> None:
    inner = Cohort(where=AnyOf(of=[Did(event="a", within="7d"), HasProperty(filter=Filter(property="p", value=1))]))
    outer = Cohort(where=Did(event="b"), members=inner)

    back = Cohort.model_validate_json(outer.model_dump_json())

    assert back == outer
    assert back.depends_on_as_of
    assert not Cohort(where=Did(event="b")).depends_on_as_of


def test_columns_name_all_that_is_read() -> None:
    where = All(
        of=[
            Did(event="a", filters=[Filter(property="x", value=1)]),
            PropertyDistinct(property="y", value=1),
            HasProperty(filter=Filter(property="user.z", value=1)),
            Sequence(steps=[{"event": "a", "filters": [Filter(property="w", value=1)]}]),
        ]
    )
    cohort = Cohort(where=where, breakdown="b", filters=[Filter(property="f", value=1)])

    assert columns_of(cohort) == {"event", "p:x", "p:y", "u:z", "p:w", "p:b", "p:f"}
    assert cohort.question().columns() == columns_of(cohort)


def test_only_the_actors_left_in_the_bucket_can_be_members() -> None:
    histories = from_rows([row("u1", "a", 0), row("u2", "a", 0)])
    first = histories.only(
        member_mask(Cohort(where=FirstSeen()), histories, Provenance("s", 2, None, None)) & [True, False]
    )

    assert member_mask(Cohort(where=DidNot(event="b")), first, Provenance("s", 2, None, None)).tolist() == [True, False]


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Did(event="a", at_least=0), "at_least"),
        (lambda: Did(event="a", at_least=2, at_most=1), "at_most"),
        (lambda: PropertySum(property="x", operator="between", value=1), "value"),
        (lambda: PropertySum(property="x", value="much"), "value"),
        (lambda: WithinDates(since="2024-03-02", until="2024-03-01"), "until"),
        (lambda: FirstSeen(since="2024-03-02", until="2024-03-01"), "until"),
        (lambda: Sequence(steps=[]), "steps"),
        (lambda: All(of=[]), "of"),
        (lambda: Did(event="a", within="soon"), "within"),
        (lambda: Cohort(where={"kind": "was"}), "where"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_field(make: Callable[[], object], field: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        make()

    assert field in refused.value.field
