import datetime as dt

import pytest

from truenorth.engines.events.asking.periods import periods_between
from truenorth.engines.events.times import MICROS, micros


def test_days_are_local_and_may_have_23_or_25_hours() -> None:
    periods = periods_between(
        micros("2024-03-30T12:00:00Z"), micros("2024-10-28T12:00:00Z"), "day", timezone="Europe/Berlin"
    )

    hours = {
        str(periods.label(at)): (int(periods.edges[at + 1]) - int(periods.edges[at])) / MICROS / 3600
        for at in range(periods.size)
    }
    assert (hours["2024-03-30"], hours["2024-03-31"], hours["2024-10-27"]) == (24, 23, 25)


@pytest.mark.parametrize(
    ("unit", "week_start", "labels"),
    [
        ("week", "monday", ["2024-02-26", "2024-03-04"]),
        ("week", "sunday", ["2024-02-25", "2024-03-03"]),
        ("month", "monday", ["2024-03-01"]),
        ("quarter", "monday", ["2024-01-01"]),
        ("year", "monday", ["2024-01-01"]),
    ],
)
def test_periods_begin_where_calendars_say(unit: str, week_start: str, labels: list[str]) -> None:
    first, last = micros("2024-03-01T00:00:00Z"), micros("2024-03-09T23:59:59Z")

    periods = periods_between(first, last, unit, week_start=week_start)  # type: ignore[arg-type]  # from the table

    assert [str(periods.label(at)) for at in range(periods.size)] == labels
    assert periods.index(first) == 0
    assert periods.index(last) == periods.size - 1


def test_hours_are_labelled_by_local_time() -> None:
    moment = micros("2024-03-01T22:30:00Z")

    periods = periods_between(moment, moment, "hour", timezone="Asia/Tokyo")

    label = periods.label(0)
    assert isinstance(label, dt.datetime)
    assert label.isoformat() == "2024-03-02T07:00:00+09:00"
