"""The first pass over a file: which arms and levels there are, and which rows do not count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.experiments.cells import read_codes, read_hashes
from truenorth.engines.experiments.errors import PlanRefused
from truenorth.engines.experiments.plans import Plan
from truenorth.engines.experiments.quality import Faults
from truenorth.engines.experiments.tables import Batch, Table
from truenorth.engines.experiments.units import Doubles, UnitLog

MOST_ARMS = 20
MOST_LEVELS = 100
NO_LEVEL = "(none)"

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Survey:
    """Arms (control first) with their planned weights, levels by segment, and the places of rows that do not count."""

    arms: tuple[str, ...]
    weights: tuple[float, ...]
    levels: Mapping[str, tuple[str, ...]]
    left_out: Places
    units_twice: int


@dataclass(slots=True)
class _Found:
    """What the pass has met so far, each name with its number."""

    arms: dict[str, int] = field(default_factory=dict)
    levels: dict[str, dict[str, int]] = field(default_factory=dict)
    without_unit: list[Places] = field(default_factory=list)


def survey(table: Table, plan: Plan, faults: Faults) -> Survey:
    """Read units, variants and segments. Raises PlanRefused or FileRefused."""
    check_columns(table, plan)
    found = _Found(levels={segment: {} for segment in plan.segments})
    with UnitLog() as log:
        for batch in table.batches([plan.unit], coded=[plan.variant, *plan.segments]):
            _meet(batch, plan, found, log, faults)
        doubles = log.find_doubles()
    arms, weights = _arms(plan, list(found.arms))
    _tell(doubles, plan, faults)
    left_out = np.sort(np.concatenate([doubles.mixed, doubles.repeated, *found.without_unit]))
    levels = {segment: tuple(sorted(names)) for segment, names in found.levels.items()}
    return Survey(arms, weights, levels, left_out, doubles.mixed_units)


def list_values(table: Table, column: str) -> list[str]:
    """The different values of a column of few, in the order in which they come. Raises PlanRefused for one of many.

    >>> import io
    >>> from truenorth.engines.experiments.tables import open_table
    >>> list_values(open_table(io.BytesIO(b"user,arm\\n1,b\\n2,a\\n3,b\\n")), "arm")
    ['b', 'a']
    """
    found: dict[str, int] = {}
    for batch in table.batches([], coded=[column]):
        read_codes(batch.columns[column], found, adds=True)
        _refuse_many(found, column)
    return list(found)


def _refuse_many(found: Mapping[str, int], column: str) -> None:
    if len(found) > MOST_ARMS:
        raise PlanRefused(f"{column!r} has more than {MOST_ARMS} different values; is it the variant?", field="variant")


def check_columns(table: Table, plan: Plan) -> None:
    """Refuse a plan that names a column which the file does not have."""
    for column, named_by in plan.columns.items():
        if column not in table.columns:
            raise PlanRefused(
                f"names the column {column!r}; the file has {', '.join(table.columns[:30])}", field=named_by
            )


def _meet(batch: Batch, plan: Plan, found: _Found, log: UnitLog, faults: Faults) -> None:
    arms = read_codes(batch.columns[plan.variant], found.arms, adds=True)
    _refuse_many(found.arms, plan.variant)
    for segment in plan.segments:
        levels = read_codes(batch.columns[segment], found.levels[segment], adds=True)
        if (levels < 0).any():
            found.levels[segment].setdefault(NO_LEVEL, len(found.levels[segment]))
        if len(found.levels[segment]) > MOST_LEVELS:
            raise PlanRefused(f"{segment!r} has more than {MOST_LEVELS} different values", field="segment")
    hashes = read_hashes(batch.columns[plan.unit])
    is_named = hashes.any(axis=1)
    places = np.arange(batch.first, batch.first + batch.rows)
    nameless, armless = places[~is_named], places[arms < 0]
    faults.add("unit_missing", plan.unit, nameless.size, nameless)
    faults.add("variant_missing", plan.variant, armless.size, armless)
    found.without_unit.append(nameless)
    kept = is_named & (arms >= 0)
    log.add(hashes[kept], places[kept], arms[kept])


def _arms(plan: Plan, found: Sequence[str]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Control first, the others by name: those of the plan where it names them, else those of the file."""
    if plan.control not in found:
        raise PlanRefused(
            f"{plan.control!r} is no variant of the file, which has {', '.join(map(repr, found)) or 'none'}",
            field="control",
        )
    planned = list(plan.weights) if isinstance(plan.weights, Mapping) else list(found)
    arms = tuple(sorted({plan.control, *planned}, key=lambda name: (name != plan.control, name)))
    if len(arms) < 2:
        raise PlanRefused(
            f"{plan.variant!r} holds {plan.control!r} alone; a comparison needs two arms", field="variant"
        )
    return arms, _weights(plan, arms)


def _weights(plan: Plan, arms: Sequence[str]) -> tuple[float, ...]:
    if plan.weights is None:
        return (1.0,) * len(arms)
    if isinstance(plan.weights, Mapping):
        if plan.control not in plan.weights:
            raise PlanRefused(f"leaves out the control {plan.control!r}", field="expected")
        weights = tuple(plan.weights[name] for name in arms)
    else:
        weights = tuple(plan.weights)
    if len(weights) != len(arms):
        raise PlanRefused(f"holds {len(weights)} numbers for {len(arms)} arms: {', '.join(arms)}", field="expected")
    if sum(weight > 0 for weight in weights) < 2:
        raise PlanRefused("must be above zero for two arms at least", field="expected")
    return weights


def _tell(doubles: Doubles, plan: Plan, faults: Faults) -> None:
    faults.add("unit_repeated", plan.unit, doubles.repeated.size, doubles.repeated)
    faults.add("unit_in_two_arms", plan.unit, doubles.mixed_units, doubles.mixed)
