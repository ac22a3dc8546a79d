"""The second pass over a file: sums by metric, cell and arm."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from truenorth.engines.experiments.cells import Numbers, read_codes, read_numbers
from truenorth.engines.experiments.errors import PlanRefused
from truenorth.engines.experiments.plans import Metric, Plan
from truenorth.engines.experiments.quality import SHOWN_ROWS, TOLERATED_SHARE, Faults, Problem
from truenorth.engines.experiments.summaries import WHOLE, Cell, Measured, Summary, join_sums, split_sums
from truenorth.engines.experiments.survey import NO_LEVEL, Survey, survey
from truenorth.engines.experiments.tables import Batch, Table, open_table
from truenorth.engines.statistics import Moments, QuantileMoments, StatisticsRefused, Tally, tally_arms

MOSTLY = 0.9

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]


def summarize(source: Path | BinaryIO, plan: Plan) -> Summary:
    """A file (CSV, plain or in gzip, or Parquet; one row a unit) as sums.

    The file is read twice, a few megabytes at a time: once for who is in it, once for what they did. A unit's first
    row counts, one that stands in two arms counts in none. On the disk a row takes 24 bytes meanwhile, in memory a
    quantile's 10. Raises ExperimentRefused.

    >>> import io
    >>> from truenorth.engines.experiments import parse_metric
    >>> plan = Plan(unit="user", variant="arm", control="a", metrics=(parse_metric("paid"),))
    >>> summary = summarize(io.BytesIO(b"user,arm,paid\\n1,a,0\\n2,a,1\\n3,b,1\\n3,b,1\\n4,b,\\n"), plan)
    >>> summary.users.tolist(), [problem.name for problem in summary.problems], summary.metrics[0].metric.kind
    ([[2, 2]], ['unit_repeated', 'value_missing'], 'proportion')
    """
    return summarize_table(open_table(source), plan)


def summarize_table(table: Table, plan: Plan) -> Summary:
    """The same for a table that is open already.

    >>> import io
    >>> from truenorth.engines.experiments import parse_metric
    >>> plan = Plan(unit="user", variant="arm", control="a", metrics=(parse_metric("paid"),))
    >>> summarize_table(open_table(io.BytesIO(b"user,arm,paid\\n1,a,0\\n2,b,1\\n")), plan).arms
    ('a', 'b')
    """
    faults = Faults()
    surveyed = survey(table, plan, faults)
    sums = _Sums(plan, surveyed, faults)
    for batch in table.batches(_read(plan), coded=[plan.variant, *plan.segments]):
        sums.add(batch)
    return sums.summary(table)


def guess_metrics(table: Table, *, but: Collection[str]) -> list[str]:
    """The columns that hold numbers, by the table's first rows: nine in ten of the filled cells; `but` not these.

    >>> import io
    >>> guess_metrics(open_table(io.BytesIO(b"user,paid,from\\nu1,TRUE,ads\\nu2,,mail\\n")), but={"user"})
    ['paid']
    """
    candidates = [column for column in table.columns if column not in but]
    head = next(table.batches(candidates), None) if candidates else None
    return [name for name in candidates if head is not None and _holds_numbers(head.columns[name], name)]


def _holds_numbers(column: pa.Array, name: str) -> bool:
    try:
        read = read_numbers(column, name=name)
    except PlanRefused:
        return False
    numbers = int(np.isfinite(read.values).sum())
    return numbers > 0 and numbers >= MOSTLY * (numbers + int(read.bad.sum()))


def _read(plan: Plan) -> list[str]:
    return list(dict.fromkeys(column for metric in plan.metrics for column in metric.columns))


class _Sums:
    """Everything that the second pass adds up."""

    def __init__(self, plan: Plan, surveyed: Survey, faults: Faults) -> None:
        self.plan, self.surveyed, self.faults = plan, surveyed, faults
        self.rows = 0
        self.arms = {name: place for place, name in enumerate(surveyed.arms)}
        self.splits = [_Split("", ("",)), *(_Split(each, surveyed.levels[each]) for each in plan.segments)]
        self.users = [np.zeros(split.size * len(self.arms), dtype=np.int64) for split in self.splits]
        self.meters = [_Meter(metric, len(self.splits)) for metric in plan.metrics]

    def add(self, batch: Batch) -> None:
        self.rows += batch.rows
        arms = read_codes(batch.columns[self.plan.variant], self.arms, adds=False)
        self._note_strangers(batch, arms)
        counts = arms >= 0
        first, last = np.searchsorted(self.surveyed.left_out, [batch.first, batch.first + batch.rows])
        counts[self.surveyed.left_out[first:last] - batch.first] = False
        cells = [split.cells(batch, arms, len(self.arms))[counts] for split in self.splits]
        for place, codes in enumerate(cells):
            self.users[place] += np.bincount(codes, minlength=self.users[place].size)
        numbers = {name: read_numbers(batch.columns[name], name=name) for name in _read(self.plan)}
        self._note_cells(batch, numbers, counts)
        for meter in self.meters:
            columns = {key: numbers[name].values[counts] for key, name in meter.metric.variables.items()}
            self._check_rates(meter.metric, columns, batch, counts)
            meter.add(cells, [users.size for users in self.users], columns)

    def _note_strangers(self, batch: Batch, arms: Codes) -> None:
        """Rows of arms that the plan does not name, by arm."""
        column = batch.columns[self.plan.variant]
        if not isinstance(self.plan.weights, dict) or not (arms < 0).any():
            return
        found: dict[str, int] = {}
        codes = read_codes(column, found, adds=True)
        for name, code in found.items():
            if name not in self.arms:
                places = batch.first + np.flatnonzero(codes == code)
                self.faults.add("variant_unknown", name, places.size, places)

    def _note_cells(self, batch: Batch, numbers: dict[str, Numbers], counts: NDArray[np.bool_]) -> None:
        covariates = {n for m in self.plan.metrics for key, n in m.variables.items() if key in "xw"}
        for name, read in numbers.items():
            empty = batch.first + np.flatnonzero(read.missing & counts)
            bad = batch.first + np.flatnonzero(read.bad & counts)
            self.faults.add("covariate_missing" if name in covariates else "value_missing", name, empty.size, empty)
            self.faults.add("not_a_number", name, bad.size, bad)

    def _check_rates(self, metric: Metric, columns: dict[str, Floats], batch: Batch, counts: NDArray[np.bool_]) -> None:
        """Take out of a rate what is neither 0 nor 1."""
        if metric.kind == "proportion":
            values = columns["y"]
            strange = ~np.isnan(values) & (values != 0) & (values != 1)
            if strange.any():
                places = batch.first + np.flatnonzero(counts)[strange]
                self.faults.add("not_zero_or_one", metric.value, places.size, places)
                columns["y"] = np.where(strange, np.nan, values)

    def summary(self, table: Table) -> Summary:
        shapes = [(split.size, len(self.arms)) for split in self.splits]
        users = np.concatenate([one.reshape(shape) for one, shape in zip(self.users, shapes, strict=True)])
        for name, weight, n in zip(self.surveyed.arms, self.surveyed.weights, users[0], strict=True):
            self.faults.add("variant_absent", name, int(weight > 0 and n == 0))
        two_arms = self.surveyed.units_twice > TOLERATED_SHARE * (users[0].sum() + self.surveyed.units_twice)
        problems = [
            Problem(name, count, column, tuple(table.row_numbers(np.array(places, dtype=np.int64))), is_blocking)
            for name, column, count, places in self.faults
            for is_blocking in [name == "unit_in_two_arms" and bool(two_arms)]
        ]
        return Summary(
            arms=self.surveyed.arms,
            weights=self.surveyed.weights,
            cells=tuple(WHOLE if not s.segment else Cell(s.segment, level) for s in self.splits for level in s.levels),
            users=users,
            metrics=tuple(meter.measured(shapes) for meter in self.meters),
            problems=(*_broken(table), *problems),
            rows_left_out=self.rows - int(users[0].sum()) + len(table.broken),
        )


def _broken(table: Table) -> list[Problem]:
    rows = table.broken_rows()
    return [Problem("row_broken", len(rows), table.name, tuple(rows[:SHOWN_ROWS]))] if rows else []


@dataclass(frozen=True, slots=True)
class _Split:
    """All users, or a segment's levels."""

    segment: str
    levels: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.levels)

    def cells(self, batch: Batch, arms: Codes, width: int) -> Codes:
        """Each row's number among (levels, arms)."""
        if not self.segment:
            return arms
        places = {level: place for place, level in enumerate(self.levels)}
        codes = read_codes(batch.columns[self.segment], places, adds=False)
        return np.where(codes < 0, places.get(NO_LEVEL, 0), codes) * width + arms


class _Meter:
    """One metric's sums, by split."""

    def __init__(self, metric: Metric, splits: int) -> None:
        self.metric = metric
        self.tallies: list[Tally | None] = [None] * splits
        self.kept: list[tuple[list[Codes], list[Floats]]] = [([], []) for _ in range(splits)]
        self.is_rate = True

    def add(self, cells: Sequence[Codes], sizes: Sequence[int], columns: dict[str, Floats]) -> None:
        values = columns["y"]
        if self.metric.kind is None and self.is_rate:
            self.is_rate = bool(np.all((values == 0) | (values == 1) | np.isnan(values)))
        filled = {key: np.nan_to_num(column) if key in "xw" else column for key, column in columns.items()}
        for place, (codes, size) in enumerate(zip(cells, sizes, strict=True)):
            if self.metric.kind == "quantile":
                known = ~np.isnan(values)
                self.kept[place][0].append(codes[known].astype(np.int16))
                self.kept[place][1].append(values[known])
                continue
            self.tallies[place] = self._tally(self.tallies[place], codes, size, filled)

    def _tally(self, before: Tally | None, codes: Codes, size: int, columns: dict[str, Floats]) -> Tally:
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                tally = tally_arms(
                    codes, size, columns["y"], pre=columns.get("x"), den=columns.get("d"), pre_den=columns.get("w")
                )
                return tally if before is None else before + tally
        except StatisticsRefused as refusal:
            raise PlanRefused(f"{self.metric.name!r} has numbers too large to be summed", field="metric") from refusal

    def measured(self, shapes: Sequence[tuple[int, int]]) -> Measured:
        if self.metric.kind == "quantile":
            parts = [self._quantiles(place, shape) for place, shape in enumerate(shapes)]
            return Measured(self.metric, join_sums([row for part in parts for row in part]))
        metric = replace(self.metric, kind=self.metric.kind or ("proportion" if self.is_rate else "mean"))
        is_rate = metric.kind == "proportion"
        parts = [_by_cell(tally, shape, is_rate=is_rate) for tally, shape in zip(self.tallies, shapes, strict=True)]
        return Measured(metric, join_sums([row for part in parts for row in part]))

    def _quantiles(self, place: int, shape: tuple[int, int]) -> list[list[dict[str, float]]]:
        level = self.metric.level or 0.5
        codes, values = (np.concatenate(kept) if kept else np.empty(0) for kept in self.kept[place])
        self.kept[place] = ([], [])
        rows: list[list[dict[str, float]]] = []
        for first in range(0, shape[0] * shape[1], shape[1]):
            arms = [values[codes == code] for code in range(first, first + shape[1])]
            rows.append([_quantile(arm, level) for arm in arms])
        return rows


def _quantile(values: Floats, level: float) -> dict[str, float]:
    if not values.size:
        return {"n": 0.0, "level": level, "value": 0.0, "low": 0.0, "high": 0.0}
    moments = QuantileMoments.from_values(values, level=level)
    return {name: float(np.asarray(getattr(moments, name))) for name in ("n", "level", "value", "low", "high")}


def _by_cell(tally: Tally | None, shape: tuple[int, int], *, is_rate: bool) -> list[list[dict[str, float]]]:
    if tally is None:
        return [[{} for _ in range(shape[1])] for _ in range(shape[0])]
    moments = _counted(tally.moments) if is_rate else tally.moments
    given = {name: moments.array(name) for name in moments.given()}
    shaped = Moments(**{name: value.reshape(shape) if value.ndim else value for name, value in given.items()})
    return [[split_sums(shaped, cell, arm) for arm in range(shape[1])] for cell in range(shape[0])]


def _counted(moments: Moments) -> Moments:
    """A rate's sums as the counts they are, without a shift."""
    plain = moments.shifted_like(Moments(n=0, sum=0, pre_shift=moments.array("pre_shift")))
    ones = np.rint(plain.array("sum"))
    given = {name: plain.array(name) for name in plain.given()}
    return Moments(**{**given, "sum": ones, "sum_squares": ones})
