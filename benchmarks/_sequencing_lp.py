"""The time-indexed linear program of a plan's cost: what fractions of items, started at whole times, cost at least."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
SLACK = 1.25
"""The horizon, as a multiple of the busiest team's work."""


@dataclass(frozen=True, slots=True)
class Instance:
    """Whole weights and durations, teams that do one thing at a time, and pairs (before, after), in ascending order."""

    weight: Longs
    duration: Longs
    team: Longs
    edges: Sequence[tuple[int, int]]


def lp_bound(instance: Instance) -> float:
    """Solved by HiGHS. The unknown x[i, t] says how much of item i has started by t (Sousa and Wolsey, 1992)."""
    return _Program(instance).solve()


class _Program:
    """Rows of `coefficients · x ≤ limit`. Before its head an item has not started (0), from its tail on it has (1)."""

    def __init__(self, instance: Instance) -> None:
        self.of = instance
        self.horizon = int(SLACK * np.bincount(instance.team, instance.duration).max())
        self.head, tail = np.zeros((2, len(instance.weight)), np.int64)
        for before, after in instance.edges:
            self.head[after] = max(self.head[after], self.head[before] + instance.duration[before])
        for before, after in sorted(instance.edges, key=lambda edge: -edge[1]):
            tail[before] = max(tail[before], tail[after] + instance.duration[after])
        self.last = self.horizon - instance.duration - tail
        self.first_column = np.concatenate(([0], np.cumsum(self.last - self.head)))
        self.rows: list[Longs] = []
        self.columns: list[Longs] = []
        self.values: list[Floats] = []
        self.limits: list[Floats] = []
        self.count = 0

    def solve(self) -> float:
        self._starts_once()
        self._one_at_a_time()
        self._after_what_it_waits_for()
        size = int(self.first_column[-1])
        parts = np.concatenate(self.values), (np.concatenate(self.rows), np.concatenate(self.columns))
        matrix = sparse.csr_array(parts, shape=(self.count, size))
        cost = -np.repeat(self.of.weight, self.last - self.head).astype(float)
        found = linprog(cost, A_ub=matrix, b_ub=np.concatenate(self.limits), bounds=(0, 1), method="highs-ipm")
        if found.status != 0:
            raise RuntimeError(found.message)
        return float(found.fun + self.of.weight @ (self.of.duration + self.last))

    def _add(self, terms: Sequence[tuple[int, Longs, float]], times: Longs, limit: float) -> None:
        """For each time: the sum of factor · x[item, moments], which are as many, is no more than the limit."""
        limits = np.full(len(times), limit)
        for item, moments, factor in terms:
            limits -= factor * (moments >= self.last[item])
            known = np.flatnonzero((moments >= self.head[item]) & (moments < self.last[item]))
            self.rows.append(self.count + known)
            self.columns.append(self.first_column[item] + moments[known] - self.head[item])
            self.values.append(np.full(len(known), factor))
        self.limits.append(limits)
        self.count += len(times)

    def _starts_once(self) -> None:
        for item in range(len(self.of.weight)):
            times = np.arange(self.head[item] + 1, self.last[item])
            self._add([(item, times - 1, 1.0), (item, times, -1.0)], times, 0.0)

    def _one_at_a_time(self) -> None:
        times = np.arange(self.horizon)
        for team in range(int(self.of.team.max()) + 1):
            mates = np.flatnonzero(self.of.team == team)
            working = [(int(i), times - gone, s) for i in mates for gone, s in ((0, 1.0), (self.of.duration[i], -1.0))]
            self._add(working, times, 1.0)

    def _after_what_it_waits_for(self) -> None:
        for before, after in self.of.edges:
            times = np.arange(self.head[after], self.last[after])
            self._add([(after, times, 1.0), (before, times - self.of.duration[before], -1.0)], times, 0.0)
