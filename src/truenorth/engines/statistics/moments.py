"""Sums over users: all that any comparison needs to know about an arm."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from truenorth.engines.statistics.errors import (
    CountNegative,
    MomentsInconsistent,
    MomentsMissing,
    NotFinite,
    OutOfRange,
    ShapesDiffer,
)

SUM_OF = {"y": "sum", "d": "den_sum", "x": "pre_sum", "w": "pre_den_sum"}
SHIFT_OF = {"y": "shift", "d": "den_shift", "x": "pre_shift", "w": "pre_den_shift"}
PRODUCT_OF = {
    "yy": "sum_squares",
    "yd": "den_cross",
    "yx": "pre_cross",
    "yw": "num_pre_den_cross",
    "dd": "den_sum_squares",
    "dx": "den_pre_cross",
    "dw": "den_pre_den_cross",
    "xx": "pre_sum_squares",
    "xw": "pre_den_cross",
    "ww": "pre_den_sum_squares",
}
_ROUNDING = 1e-9
_Z = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Moments:
    """Sums over the users of an arm. Every field is a number or an array; arrays broadcast against each other.

    With y the metric of a user, d its denominator (ratios), x the covariate from before the experiment and w
    the covariate's denominator: `sum` = Σy, `sum_squares` = Σy², `den_*` the same of d and `den_cross` = Σyd;
    `pre_*` the same of x and `pre_cross` = Σyx; for CUPED on a ratio also `pre_den_*` of w, `pre_den_cross` = Σxw,
    `num_pre_den_cross` = Σyw, `den_pre_cross` = Σdx and `den_pre_den_cross` = Σdw. A proportion needs no
    `sum_squares`: zeros and ones are their own squares.

    The shifts (`shift`, `den_shift`, …) are what was subtracted from every value before it was summed, so that
    large values with little variation keep their variance; `from_values` chooses them.

    Raises NotFinite, CountNegative, ShapesDiffer or MomentsInconsistent.

    >>> Moments(n=3, sum=6, sum_squares=14).mean("y")
    np.float64(2.0)
    """

    n: ArrayLike
    sum: ArrayLike
    sum_squares: ArrayLike | None = None
    den_sum: ArrayLike | None = None
    den_sum_squares: ArrayLike | None = None
    den_cross: ArrayLike | None = None
    pre_sum: ArrayLike | None = None
    pre_sum_squares: ArrayLike | None = None
    pre_cross: ArrayLike | None = None
    pre_den_sum: ArrayLike | None = None
    pre_den_sum_squares: ArrayLike | None = None
    pre_den_cross: ArrayLike | None = None
    num_pre_den_cross: ArrayLike | None = None
    den_pre_cross: ArrayLike | None = None
    den_pre_den_cross: ArrayLike | None = None
    shift: ArrayLike = 0.0
    den_shift: ArrayLike = 0.0
    pre_shift: ArrayLike = 0.0
    pre_den_shift: ArrayLike = 0.0

    def __post_init__(self) -> None:
        for name in self.given():
            value = np.asarray(getattr(self, name), dtype=np.float64)
            if not np.all(np.isfinite(value)):
                raise NotFinite("must be a finite number everywhere", field=name)
            object.__setattr__(self, name, value)
        if np.any(self.array("n") < 0):
            raise CountNegative("must not be below zero", field="n")
        try:
            np.broadcast_shapes(*(self.array(name).shape for name in self.given()))
        except ValueError as reason:
            raise ShapesDiffer(f"and the other sums do not broadcast: {reason}", field="n") from reason
        self._check_squares()

    def given(self) -> Iterator[str]:
        """The names of the fields that hold something."""
        return (field.name for field in fields(self) if getattr(self, field.name) is not None)

    def array(self, name: str) -> NDArray[np.float64]:
        """The field as an array; MomentsMissing when it was not given."""
        value = getattr(self, name)
        if value is None:
            raise MomentsMissing("is needed for this kind of metric", field=name)
        return np.asarray(value, dtype=np.float64)

    def has(self, *variables: str) -> bool:
        """Whether the sums of the variables ('y', 'd', 'x', 'w') were given."""
        return all(getattr(self, SUM_OF[variable]) is not None for variable in variables)

    def mean(self, variable: str) -> NDArray[np.float64]:
        """Mean of a variable, NaN without users."""
        n = self.array("n")
        total = self.array(SUM_OF[variable])
        return self.array(SHIFT_OF[variable]) + np.divide(
            total, n, out=np.full_like(total / 1.0 + n, np.nan), where=n > 0
        )

    def scatter(self, pair: str) -> NDArray[np.float64]:
        """Σ(a - ā)(b - b̄) of two variables, such as 'yy' or 'yx'; NaN without users."""
        n, products = self.array("n"), self.array(PRODUCT_OF[pair])
        first, second = (self.array(SUM_OF[variable]) for variable in pair)
        centre = first * second
        return products - np.divide(centre, n, out=np.full_like(centre + n, np.nan), where=n > 0)

    def is_imprecise(self, variable: str) -> NDArray[np.bool_]:
        """Where so many digits cancelled that the variance has fewer than six left."""
        squares = self.array(PRODUCT_OF[variable * 2])
        scatter = self.scatter(variable * 2)
        return np.asarray((np.abs(scatter) < _ROUNDING * squares) & (scatter != 0))

    def with_own_squares(self) -> "Moments":
        """Zeros and ones are their own squares; OutOfRange when the sum is no count of ones."""
        total, n = self.array("sum"), self.array("n")
        if np.any((total < 0) | (total > n)) or np.any(self.array("shift") != 0):
            raise OutOfRange("of a proportion counts the ones: it lies between 0 and n", field="sum")
        given = {name: getattr(self, name) for name in self.given()}
        return Moments(**{**given, "sum_squares": total})

    def _check_squares(self) -> None:
        for pair in ("yy", "dd", "xx", "ww"):
            name = PRODUCT_OF[pair]
            if getattr(self, name) is None:
                continue
            squares = self.array(name)
            with np.errstate(invalid="ignore"):
                if np.any(self.scatter(pair) < -_ROUNDING * np.abs(squares)):
                    raise MomentsInconsistent("is smaller than sum² / n: no values have these sums", field=name)

    @classmethod
    def from_values(
        cls,
        values: ArrayLike,
        *,
        pre: ArrayLike | None = None,
        den: ArrayLike | None = None,
        pre_den: ArrayLike | None = None,
    ) -> Self:
        """Sums of one row per user, shape (users,), with shifts that keep every digit of the variance.

        >>> arm = Moments.from_values([1e12, 1e12 + 1, 1e12 + 2])
        >>> float(arm.mean("y")), float(arm.scatter("yy"))
        (1000000000001.0, 2.0)
        """
        given = {"y": values, "d": den, "x": pre, "w": pre_den}
        columns = {key: np.asarray(column, dtype=np.float64) for key, column in given.items() if column is not None}
        if len({column.shape for column in columns.values()}) > 1:
            raise ShapesDiffer("and its companions must have one length", field="values")
        sums: dict[str, ArrayLike] = {"n": float(columns["y"].size)}
        centred: dict[str, NDArray[np.float64]] = {}
        for key, column in columns.items():
            if not np.all(np.isfinite(column)):
                raise NotFinite(
                    "must be finite numbers", field={"y": "values", "d": "den", "x": "pre", "w": "pre_den"}[key]
                )
            shift = float(column.mean()) if column.size else 0.0
            centred[key] = column - shift
            sums[SHIFT_OF[key]] = shift
            sums[SUM_OF[key]] = float(centred[key].sum())
        for pair, name in PRODUCT_OF.items():
            if set(pair) <= set(centred):
                sums[name] = float(np.dot(centred[pair[0]], centred[pair[1]]))
        return cls(**sums)

    def __add__(self, more: "Moments") -> "Moments":
        """The sums of both together; `more` is brought to the shifts of `self` first.

        >>> whole = Moments.from_values([1.0, 2.0]) + Moments.from_values([6.0])
        >>> float(whole.mean("y")), float(whole.scatter("yy"))
        (3.0, 14.0)
        """
        moved = more.shifted_like(self)
        sums = {name: self.array(name) + moved.array(name) for name in self.given() if not name.endswith("shift")}
        return Moments(**sums, **{name: self.array(name) for name in SHIFT_OF.values()})

    def shifted_like(self, other: "Moments") -> "Moments":
        """The same users with the shifts of `other`.

        >>> float(Moments(n=2, sum=4, sum_squares=10).shifted_like(Moments(n=0, sum=0, shift=2.0)).array("sum"))
        0.0
        """
        n = self.array("n")
        moves = {key: self.array(name) - other.array(name) for key, name in SHIFT_OF.items()}
        sums = {key: self.array(name) for key, name in SUM_OF.items() if getattr(self, name) is not None}
        moved: dict[str, ArrayLike] = {SUM_OF[key]: total + n * moves[key] for key, total in sums.items()}
        for pair, name in PRODUCT_OF.items():
            if getattr(self, name) is not None:
                a, b = pair[0], pair[1]
                cross = sums[a] * moves[b] + sums[b] * moves[a] + n * moves[a] * moves[b]
                moved[name] = self.array(name) + cross
        return Moments(n=n, **moved, **{name: other.array(name) for name in SHIFT_OF.values()})


@dataclass(frozen=True, eq=False)
class QuantileMoments:
    """A quantile of an arm's events with the two sample quantiles that show how sure it is.

    `n` events, `level` q of the quantile, `value` the sample quantile, `low` and `high` the sample quantiles at
    q ∓ z·√(q(1 - q)/n_star) with z of 95 %; `n_star` is the sample these two came from (None: n). Where users
    have several events each, give over the `clusters` users: below = events of a user below `value`, events = all
    of a user's events; Σbelow, Σbelow², Σevents, Σevents², Σ(below·events).

    Raises NotFinite, CountNegative or OutOfRange.

    >>> float(QuantileMoments(n=1000, level=0.5, value=10.0, low=9.5, high=10.5).variance().round(3))
    65.014
    """

    n: ArrayLike
    level: float
    value: ArrayLike
    low: ArrayLike
    high: ArrayLike
    n_star: ArrayLike | None = None
    clusters: ArrayLike | None = None
    below_sum: ArrayLike | None = None
    below_sum_squares: ArrayLike | None = None
    event_sum: ArrayLike | None = None
    event_sum_squares: ArrayLike | None = None
    below_event_cross: ArrayLike | None = None

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise OutOfRange("must lie between 0 and 1", field="level")
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None and not np.all(np.isfinite(np.asarray(value, dtype=np.float64))):
                raise NotFinite("must be a finite number everywhere", field=field.name)
        if np.any(np.asarray(self.n) < 0):
            raise CountNegative("must not be below zero", field="n")
        if np.any(np.asarray(self.high) < np.asarray(self.low)):
            raise OutOfRange("must not be below low", field="high")

    @classmethod
    def from_values(cls, values: ArrayLike, *, level: float, users: ArrayLike | None = None) -> Self:
        """From one row per event, shape (events,); `users` names whose event each is, where users have several.

        Raises NotFinite, ShapesDiffer or OutOfRange (no events, or a level outside of 0 to 1).

        >>> median = QuantileMoments.from_values(range(1, 1001), level=0.5)
        >>> float(median.value), float(median.variance() / 1000) ** 0.5 < 20
        (500.5, True)
        """
        rows = np.asarray(values, dtype=np.float64)
        if not np.all(np.isfinite(rows)):
            raise NotFinite("must be finite numbers", field="values")
        if not rows.size or not 0 < level < 1:
            raise OutOfRange("must lie between 0 and 1, with at least one event", field="level")
        gap = _Z * (level * (1 - level) / rows.size) ** 0.5
        ends = np.clip([level - gap, level, level + gap], 0.0, 1.0)
        low, value, high = (float(one) for one in np.quantile(rows, ends))
        clusters = cls._clusters(rows <= value, users) if users is not None else {}
        return cls(n=rows.size, level=level, value=value, low=low, high=high, **clusters)

    @staticmethod
    def _clusters(is_below: NDArray[np.bool_], users: ArrayLike) -> dict[str, float]:
        names = np.asarray(users)
        if names.shape != is_below.shape:
            raise ShapesDiffer("and values must have one length", field="users")
        _, places = np.unique(names, return_inverse=True)
        events = np.bincount(places).astype(np.float64)
        below = np.bincount(places, is_below, minlength=events.size)
        return {
            "clusters": float(events.size),
            "below_sum": float(below.sum()),
            "below_sum_squares": float(below @ below),
            "event_sum": float(events.sum()),
            "event_sum_squares": float(events @ events),
            "below_event_cross": float(below @ events),
        }

    def array(self, name: str) -> NDArray[np.float64]:
        """The field as an array; MomentsMissing when it was not given."""
        value = getattr(self, name)
        if value is None:
            raise MomentsMissing("is needed for a quantile over users with several events", field=name)
        return np.asarray(value, dtype=np.float64)

    def variance(self) -> NDArray[np.float64]:
        """Variance per event: divided by n it is the variance of the quantile.

        Source: Deng, Knoblich and Lu, KDD 2018 (clusters by the delta method); Yao and others 2024 (n_star).
        """
        n = self.array("n")
        n_star = n if self.n_star is None else self.array("n_star")
        with np.errstate(divide="ignore", invalid="ignore"):
            half = (self.array("high") - self.array("low")) / (2 * _Z)
            alone = n_star / n * (n - 1) * half**2
            if self.clusters is None:
                return alone
            return alone * self._cluster_variance() / (self.level * (1 - self.level) / n)

    def _cluster_variance(self) -> NDArray[np.float64]:
        """Variance of the share of events below the quantile, users being the independent units."""
        users = Moments(
            n=self.array("clusters"),
            sum=self.array("below_sum"),
            sum_squares=self.array("below_sum_squares"),
            den_sum=self.array("event_sum"),
            den_sum_squares=self.array("event_sum_squares"),
            den_cross=self.array("below_event_cross"),
        )
        clusters, share = users.array("n"), users.mean("y") / users.mean("d")
        spread = users.scatter("yy") - 2 * share * users.scatter("yd") + share**2 * users.scatter("dd")
        return spread / (clusters - 1) / (clusters * users.mean("d") ** 2)

    def is_too_small(self) -> NDArray[np.bool_]:
        """Where one of the two bounding quantiles would lie outside of the sample."""
        odds = max(self.level / (1 - self.level), (1 - self.level) / self.level)
        return self.array("n") <= _Z**2 * odds
