"""Real logs, whose figures were computed by other means."""

import datetime as dt
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest

from truenorth.engines.events.asking.histories import Column, Histories, Spans, code_column, missing_column
from truenorth.engines.events.trends import Series, Trend, TrendResult

Ask = Callable[..., TrendResult]
LOGS = ["events_git_project", "events_martialarts_se"]
_loaded: dict[str, Histories] = {}


def _load(shared: Path, name: str) -> tuple[Histories, dict[str, Any]]:
    oracle = json.loads((shared / "data" / "oracles.json").read_text())[name]
    if name not in _loaded:
        with gzip.open(shared / "data" / f"{name}.csv.gz") as file:
            options = pyarrow.csv.ConvertOptions(column_types={"timestamp": pa.timestamp("us", "UTC")})
            _loaded[name] = _histories(pyarrow.csv.read_csv(file, convert_options=options))
    return _loaded[name], oracle


def _histories(table: pa.Table) -> Histories:
    times = table["timestamp"].cast(pa.int64()).to_numpy()
    actors = table["user_id"].combine_chunks().dictionary_encode()
    owners = actors.indices.to_numpy()
    order = np.lexsort((times, owners))
    edges = np.searchsorted(owners[order], np.arange(len(actors.dictionary) + 1)).astype(np.int64)
    events = table["event"].combine_chunks().dictionary_encode()
    labels = pa.concat_arrays([pa.array([None], pa.string()), events.dictionary])
    column = code_column(labels, events.indices.to_numpy()[order] + 1, np.empty(0, np.int32))
    nothing = np.zeros(edges.size - 1, np.int64)

    def load(key: str) -> Column:
        return column if key in ("event", "p:kind") else missing_column(times.size, 0)

    spans = Spans(edges[:-1], edges[1:], nothing, nothing)
    return Histories(spans, times[order], np.empty(0, np.int64), load, lambda: actors.dictionary)


@pytest.mark.parametrize("name", LOGS)
def test_daily_actives_of_a_real_log_are_the_oracles(shared: Path, ask: Ask, name: str) -> None:
    histories, oracle = _load(shared, name)

    line = ask(Trend(measure="uniques", interval="day"), histories).series[0]

    values = {day.isoformat(): value for day, value in line.points if value}
    day, actors = oracle["dau_max"]
    assert values == oracle["dau"]
    assert values[day] == actors == max(values.values())
    assert (len(values), sum(values.values())) == (oracle["active_days"], oracle["dau_sum"])


@pytest.mark.parametrize("name", LOGS)
@pytest.mark.parametrize(("rolling", "key"), [(7, "wau_on_last_day"), (30, "mau_on_last_day")])
def test_rolling_actives_of_a_real_log_are_the_oracles(
    shared: Path, ask: Ask, name: str, rolling: int, key: str
) -> None:
    histories, oracle = _load(shared, name)

    line = ask(Trend(measure="uniques", rolling=rolling), histories).series[0]

    assert line.points[-1] == (dt.datetime.fromisoformat(oracle["last_timestamp"]).date(), oracle[key])


@pytest.mark.parametrize("name", LOGS)
def test_rolling_actives_from_the_last_day_on_look_back(shared: Path, ask: Ask, name: str) -> None:
    histories, oracle = _load(shared, name)
    last_day = dt.datetime.fromisoformat(oracle["last_timestamp"]).date()

    line = ask(Trend(measure="uniques", rolling=7, since=last_day), histories).series[0]

    assert line.points == ((last_day, oracle["wau_on_last_day"]),)


@pytest.mark.parametrize("name", LOGS)
def test_event_counts_of_a_real_log_are_the_oracles_by_breakdown_and_by_series(
    shared: Path, ask: Ask, name: str
) -> None:
    histories, oracle = _load(shared, name)
    names = list(oracle["event_counts"])

    broken_down = ask(Trend(breakdown="$event", interval="all"), histories)
    by_series = ask(Trend(series=[Series(event=name) for name in names], interval="all"), histories)

    assert {line.breakdown: line.points[0][1] for line in broken_down.series} == oracle["event_counts"]
    assert {line.label: line.points[0][1] for line in by_series.series} == oracle["event_counts"]


@pytest.mark.parametrize("name", LOGS)
def test_all_users_of_a_real_log_are_active_once_over_all(shared: Path, ask: Ask, name: str) -> None:
    histories, oracle = _load(shared, name)

    whole = ask(Trend(measure="uniques", interval="all"), histories).series[0]
    cumulative = ask(Trend(measure="uniques", interval="month", cumulative=True), histories).series[0]

    assert whole.values() == (oracle["users"],)
    assert cumulative.values()[-1] == oracle["users"]
