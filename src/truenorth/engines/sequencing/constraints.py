"""A second opinion on a few items: the constraint solver CP-SAT, where OR-Tools is installed."""

import importlib.util
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.sequencing.laying import by_start, lay, work
from truenorth.engines.sequencing.problem import Shop
from truenorth.engines.sequencing.searching import Budget

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver, IntervalVar, IntVar

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
_SCALES = (1, 2, 4, 5, 8, 10, 16, 20, 25, 50, 100, 1000)
_LARGEST = 1 << 50
_LONGEST = 5_000
_WORK_PER_MOVE = 4e-5
_MOST_WORK = 3.0


class _Units(NamedTuple):
    """How many whole units a unit of time and of weight has, and where time ends in them."""

    time: int
    weight: int
    horizon: int


class _Times(NamedTuple):
    """When an item starts and is done, and the time between."""

    start: "IntVar"
    finish: "IntVar"
    span: "IntervalVar"


class Answer(NamedTuple):
    """An order, and a lower bound on its cost where there are no deadlines to pass."""

    order: Ints
    bound: float


def solve_by_constraints(shop: Shop, hint: Ints, budget: Budget) -> Answer | None:
    """What CP-SAT finds within a budget that is counted in work and not in time; one worker, one seed.

    It counts in whole numbers: none where times or weights have none that fit them exactly, or too many.
    """
    if budget.is_cut or importlib.util.find_spec("ortools") is None:
        return None
    dates = (shop.duration, shop.release, shop.deadline[np.isfinite(shop.deadline)], shop.away, shop.back)
    scale, unit = _scale(np.concatenate(dates)), _scale(shop.weight)
    horizon = float(shop.release.max() + shop.duration.sum() + (shop.back - shop.away).sum())
    if not scale or not unit or horizon * scale * shop.lateness * unit * shop.size > _LARGEST:
        return None
    if len(shop.away) and horizon * scale > _LONGEST:
        return None
    return _ask(shop, hint, budget, _Units(scale, unit, round(horizon * scale)))


def _scale(numbers: Floats) -> int | None:
    """The smallest factor that makes all of them whole."""
    return next((scale for scale in _SCALES if np.array_equal(np.rint(numbers * scale), numbers * scale)), None)


def _ask(shop: Shop, hint: Ints, budget: Budget, units: _Units) -> Answer | None:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    times = [_add_item(model, shop, item, units) for item in range(shop.size)]
    for team in range(len(shop.seats) - 1):
        mates = [times[item].span for item in np.flatnonzero(shop.team == team)]
        model.add_cumulative(mates, [1] * len(mates), int(shop.seats[team + 1] - shop.seats[team]))
    for item in range(shop.size):
        for each in shop.prerequisites(item):
            model.add(times[item].start >= times[each].finish)
    weights = np.rint(shop.weight * units.weight).astype(int).tolist()
    waiting = [weight * finish for weight, finish in zip(weights, (each.finish for each in times), strict=True)]
    late = [math.ceil(shop.lateness) * units.weight * each for each in _add_lateness(model, shop, times, units)]
    model.minimize(sum(waiting) + sum(late))
    for time, at in zip(times, lay(shop, hint).starts[0].tolist(), strict=True):
        model.add_hint(time.start, round(at * units.time))
    solver = _solver(cp_model.CpSolver(), budget)
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    depth = shop.ancestors.sum(axis=1).tolist()
    order = sorted(range(shop.size), key=lambda item: (solver.value(times[item].start), depth[item]))
    return Answer(by_start(shop, np.array(order, np.int32)), solver.best_objective_bound / units.time / units.weight)


def _add_item(model: "CpModel", shop: Shop, item: int, units: _Units) -> _Times:
    """Around absences the finish is looked up by the start."""
    duration, absences = round(float(shop.duration[item]) * units.time), shop.absences(int(shop.team[item]))
    start = model.new_int_var(math.ceil(float(shop.release[item]) * units.time), units.horizon, "")
    moments = np.arange(units.horizon + 1) / units.time if absences else np.empty(0)
    finishes = np.rint(work(moments, np.full(len(moments), shop.duration[item]), absences)[1] * units.time).astype(int)
    last = int(finishes.max(initial=units.horizon + duration))
    finish = model.new_int_var(0, last, "")
    if not absences:
        return _Times(start, finish, model.new_interval_var(start, duration, finish, ""))
    model.add_element(start, finishes.tolist(), finish)
    return _Times(start, finish, model.new_interval_var(start, model.new_int_var(0, last, ""), finish, ""))


def _add_lateness(model: "CpModel", shop: Shop, times: list[_Times], units: _Units) -> "Iterator[IntVar]":
    for item in np.flatnonzero(np.isfinite(shop.deadline)).tolist():
        late = model.new_int_var(0, 2 * units.horizon, "")
        model.add(late >= times[item].finish - round(float(shop.deadline[item]) * units.time))
        yield late


def _solver(solver: "CpSolver", budget: Budget) -> "CpSolver":
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = budget.seed % (1 << 31)
    solver.parameters.max_deterministic_time = min(_MOST_WORK, budget.moves * _WORK_PER_MOVE)
    return solver
