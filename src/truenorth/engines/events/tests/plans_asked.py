"""One plan or more of every question type, with all that questions share; for data of `histories_drawn`."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from truenorth.engines.events import EventStore, Filter, Plan
from truenorth.engines.events.adoption import Adoption
from truenorth.engines.events.cohorts import AnyOf, Cohort, Did, HasProperty, PropertySum, Sequence
from truenorth.engines.events.drivers import Conversion, Drivers
from truenorth.engines.events.experiments import ExperimentTotals, MetricPlan
from truenorth.engines.events.funnels import Exclusion, Funnel, Step
from truenorth.engines.events.journeys import Journey, Transitions
from truenorth.engines.events.lifecycle import Lifecycle
from truenorth.engines.events.retention import Retention
from truenorth.engines.events.sessions import Sessions
from truenorth.engines.events.stickiness import Stickiness
from truenorth.engines.events.trends import Series, Trend

PRO = Filter(property="plan", value=["pro", "team"])
MANY = Filter(property="n", operator="gte", value=2)
MEMBERS = Cohort(
    where=AnyOf(of=(Did(event="a", at_least=2), HasProperty(filter=Filter(property="plan", value="team"))))
)
ABC = ("a", "b", "c")

PLANS: Mapping[str, Plan] = {
    "funnel": Funnel(steps=ABC, window="2d"),
    "funnel, counts alone": Funnel(steps=ABC, window="2d", times=False),
    "funnel by plan": Funnel(steps=["a", "b"], window="1d", breakdown="plan", filters=[MANY]),
    "funnel by day": Funnel(steps=["a", "b"], window="1d", interval="day", members=MEMBERS),
    "funnel, strict": Funnel(steps=["a", "b"], window="1d", order="strict", count="totals"),
    "funnel, any order": Funnel(steps=ABC, window="1d", order="unordered"),
    "funnel, much asked": Funnel(
        steps=[Step("a", any_of=["d"]), Step("c", optional=True), Step("b", filters=[PRO])],
        window="3d",
        exclusions=[Exclusion("x", from_step=1, to_step=3)],
        hold_constant=["n"],
        entry="latest",
        ties="step",
    ),
    "funnel in sessions": Funnel(steps=["a", "b"], window="1d", actor="session"),
    "funnel of accounts": Funnel(steps=["a", "b", "a"], window="1d", actor="account", ties="step"),
    "retention": Retention(start="a", returning="b", periods=15, breakdown="plan"),
    "retention, rolling": Retention(start="a", periods=8, clock="rolling", cohort="recurring", members=MEMBERS),
    "retention of accounts": Retention(start="c", periods=8, kind="on_or_after", actor="account"),
    "trend": Trend(measure="uniques", rolling=7, breakdown="n"),
    "trend of numbers": Trend(event="a", measure="p90", property="v", interval="week", filters=[PRO]),
    "trend by formula": Trend(
        series=[Series(event="a", measure="uniques"), Series(event="b", measure="sum", property="v")],
        formula="B / A",
        timezone="Europe/Berlin",
    ),
    "trend of sessions": Trend(measure="uniques", actor="session", members=MEMBERS),
    "transitions": Transitions(limit=1000),
    "journey": Journey(from_event="a", depth=3, top=4, filters=[MANY]),
    "journey between": Journey(from_event="a", to_event="c", sessions=True, session_gap="1d"),
    "sessions": Sessions(gap="12h", session_property="plan"),
    "lifecycle": Lifecycle(interval="week", members=MEMBERS),
    "stickiness": Stickiness(event="a", filters=[PRO]),
    "cohort": Cohort(
        where=AnyOf(of=(Sequence(steps=["b", "c"], window="2d"), PropertySum(property="v", value=300))),
        breakdown="plan",
        list_actors=True,
    ),
    "adoption": Adoption(),
    "drivers": Drivers(outcome=Conversion(event="c", window="7d"), start="a", early="2d"),
    "experiment": ExperimentTotals(
        exposure="d",
        variant_property="plan",
        on_crossed="first",
        metrics=[
            MetricPlan(name="bought", kind="conversion", event="c", window="5d"),
            MetricPlan(name="spent", kind="sum", event="a", property="v"),
        ],
    ),
}

FEW = ("funnel by plan", "trend", "transitions", "cohort", "funnel of accounts")
"""Of every kind of reading one."""


def answers(store: EventStore, *names: str) -> Mapping[str, Any]:
    """The answers to these plans, by default to all, without the words that name the snapshot."""
    return {name: answer(store, PLANS[name]) for name in names or PLANS}


def answer(store: EventStore, plan: Plan) -> Mapping[str, Any]:
    """One answer, without the words that name the snapshot."""
    found: dict[str, Any] = store.query(plan).to_dict()
    return {name: value for name, value in found.items() if name not in ("method", "snapshot")}


def differences(found: object, expected: object, place: str = "") -> list[str]:
    """Where two answers differ.

    Numbers may do so in their last digits: the order of a sum's parts is nobody's promise. An experiment's `moments`
    may be about another shift; the plain sums beside them say the same.
    """
    return list(_differences(found, expected, place))


def _differences(found: object, expected: object, place: str) -> Iterator[str]:
    if isinstance(found, Mapping) and isinstance(expected, Mapping) and list(found) == list(expected):
        for name in (each for each in found if each != "moments"):
            yield from _differences(found[name], expected[name], f"{place}.{name}")
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for at, pair in enumerate(zip(found, expected, strict=True)):
            yield from _differences(*pair, f"{place}[{at}]")
    elif isinstance(found, float) and isinstance(expected, float):
        if not math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-12):
            yield f"{place}: {found} and not {expected}"
    elif found != expected:
        yield f"{place}: {found} and not {expected}"
