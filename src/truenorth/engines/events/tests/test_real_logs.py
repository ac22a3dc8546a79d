"""Two public logs, end to end: imported, folded, asked; every figure is that of an independent computation."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from truenorth.engines.events import EventStore
from truenorth.engines.events.funnels import Funnel
from truenorth.engines.events.importers import import_file
from truenorth.engines.events.journeys import Transitions
from truenorth.engines.events.retention import Retention
from truenorth.engines.events.trends import Trend

LOGS = ("events_git_project", "events_martialarts_se")
WINDOWS = ("1d", "7d", "30d")
Figures = Mapping[str, Any]


class Log:
    """A log in a store, and its figures."""

    def __init__(self, name: str, shared: Path, folder: Path) -> None:
        self.figures: Figures = json.loads((shared / "data/oracles.json").read_text())[name]
        self.store = EventStore.open(folder / name)
        self.report = import_file(
            self.store,
            shared / "data" / str(self.figures["file"]),
            format="csv",
            mapping={"user_id": "user_id", "event": "event", "time": "timestamp"},
            batch_rows=50_000,
            rejects_path=folder / "rejected.csv",
        )


@pytest.fixture(scope="module")
def imported() -> dict[str, Log]:
    """The logs that a test has asked for, each imported once."""
    return {}


@pytest.fixture(params=LOGS)
def log(
    request: pytest.FixtureRequest, shared: Path, imported: dict[str, Log], tmp_path_factory: pytest.TempPathFactory
) -> Log:
    name: str = request.param
    if name not in imported:
        imported[name] = Log(name, shared, tmp_path_factory.mktemp(name))
    return imported[name]


def test_every_row_is_accepted(log: Log) -> None:
    assert (log.report.read, log.report.accepted, log.report.rejected) == (log.figures["rows"], log.figures["rows"], 0)


def test_events_are_counted(log: Log) -> None:
    by_name = log.store.query(Trend(interval="all", breakdown="$event", limit=100)).series

    assert {line.breakdown: line.points[0][1] for line in by_name} == log.figures["event_counts"]


def test_range_and_actors(log: Log) -> None:
    about = log.store.snapshot().about
    users = log.store.query(Trend(interval="all", measure="uniques")).series[0].points[0][1]

    assert (about.events, users) == (log.figures["rows"], log.figures["users"])
    assert log.figures["first_timestamp"][:19].replace("T", " ") in about.words()
    assert log.figures["last_timestamp"][:19].replace("T", " ") in about.words()


def test_daily_actives_of_every_day(log: Log) -> None:
    points = log.store.query(Trend(measure="uniques")).series[0].points
    days = {day.isoformat(): count for day, count in points if count}

    assert days == log.figures["dau"]
    assert len(days) == log.figures["active_days"]
    assert sum(days.values()) == log.figures["dau_sum"]
    assert [max(days, key=days.__getitem__), max(days.values())] == log.figures["dau_max"]


@pytest.mark.parametrize(("days", "figure"), [(7, "wau_on_last_day"), (30, "mau_on_last_day")])
def test_weekly_and_monthly_actives_of_the_last_day(log: Log, days: int, figure: str) -> None:
    rolling = log.store.query(Trend(measure="uniques", rolling=days)).series[0]

    assert rolling.points[-1][1] == log.figures[figure]


@pytest.mark.parametrize(
    ("figure", "choices"),
    [
        ("calendar", {"clock": "calendar", "kind": "on"}),
        ("rolling24h", {"clock": "rolling", "kind": "on"}),
        ("unbounded", {"clock": "calendar", "kind": "on_or_after"}),
    ],
)
def test_retention_on_day_1_7_and_30(log: Log, figure: str, choices: Mapping[str, Any]) -> None:
    expected = log.figures["retention"]

    overall = log.store.query(Retention(start=expected["cohort_event"], periods=31, **choices)).overall

    assert overall[0].eligible == expected["cohort_users"]
    for day in (1, 7, 30):
        wanted = expected[f"day_{day}"][figure]
        assert (overall[day].retained, overall[day].eligible) == (wanted["retained"], wanted["eligible"])
        assert overall[day].rate == pytest.approx(wanted["rate"], rel=1e-15)


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize(("anchor", "entry"), [("any", "longest"), ("first", "first")])
def test_funnels_in_which_equal_times_stand_in_the_file_s_order(log: Log, window: str, anchor: str, entry: str) -> None:
    expected = log.figures["funnel"]

    found = log.store.query(Funnel(steps=expected["steps"], window=window, entry=entry, ties="arrival"))

    assert [step.actors for step in found.steps] == expected[f"window_{window}__row_order__anchor_{anchor}"]


@pytest.mark.parametrize("window", WINDOWS)
def test_steps_that_must_come_strictly_later_are_another_rule(log: Log, window: str) -> None:
    """The figures called "strict" leave out steps in the same instant. No plan asks for that: order "strict" forbids
    other events between, and both rules for ties let a step follow in the same instant. What holds is the bound.
    """
    expected = log.figures["funnel"]
    strictly_later = expected[f"window_{window}__strict__anchor_any"]

    by_rule = {
        ties: [step.actors for step in log.store.query(Funnel(steps=expected["steps"], window=window, ties=ties)).steps]
        for ties in ("arrival", "step")
    }

    for later, arrival, step in zip(strictly_later, by_rule["arrival"], by_rule["step"], strict=True):
        assert later <= arrival <= step
    assert strictly_later != by_rule["arrival"]


def test_commonest_transitions(log: Log) -> None:
    found = log.store.query(Transitions(limit=10)).transitions

    assert [[each.source, each.target, each.count] for each in found] == log.figures["transitions_top10"]


def test_answers_are_the_same_once_everything_is_folded(log: Log) -> None:
    plans = [
        Funnel(steps=log.figures["funnel"]["steps"], window="7d", breakdown="badge"),
        Retention(start=log.figures["retention"]["cohort_event"], periods=8),
        Transitions(),
        Trend(measure="uniques", interval="month", breakdown="$event"),
    ]
    before = [log.store.query(plan).to_arrow() for plan in plans]

    log.store.compact(grace_seconds=0)

    assert [log.store.query(plan).to_arrow() for plan in plans] == before
    assert log.store.verify() == []
