"""What is wrong with a file's rows: each fault by name, counted, with the first rows that have it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SHOWN_ROWS = 20
TOLERATED_SHARE = 0.01

SENTENCES = {
    "row_broken": "{count:,} rows have too many or too few cells: they count nowhere.",
    "unit_missing": "{count:,} rows name no unit: they count nowhere.",
    "variant_missing": "{count:,} rows name no variant: they count nowhere.",
    "variant_unknown": "{count:,} rows name {column!r}, an arm that is not in the plan: they count nowhere.",
    "variant_absent": "The arm {column!r} was to have users, and nobody is in it.",
    "unit_repeated": "{count:,} rows repeat a unit that stands in an earlier row: the first row counts.",
    "unit_in_two_arms": "{count:,} units stand in two arms: none of their rows counts.",
    "value_missing": "{count:,} cells of {column!r} are empty: their rows do not count for metrics that read it.",
    "covariate_missing": "{count:,} cells of the covariate {column!r} are empty: they are read as 0.",
    "not_a_number": "{count:,} cells of {column!r} are no finite numbers: their rows do not count for metrics that "
    "read it.",
    "not_zero_or_one": "{count:,} cells of {column!r} are neither 0 nor 1, as a proportion has: they do not count.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `column` is where (of an arm: its name); `rows` are the first ones, numbered as in a spreadsheet.

    `is_blocking` says that there is so much of it that nothing may be concluded.

    >>> Problem("unit_missing", 2, "user", rows=(3, 9)).sentence
    '2 rows name no unit: they count nowhere.'
    """

    name: str
    count: int
    column: str = ""
    rows: tuple[int, ...] = ()
    is_blocking: bool = False

    @property
    def sentence(self) -> str:
        return SENTENCES[self.name].format(count=self.count, column=self.column)

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "problem": self.name,
            "column": self.column,
            "count": self.count,
            "rows": list(self.rows),
            "is_blocking": self.is_blocking,
            "sentence": self.sentence,
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Problem":
        """What `to_dict` gave."""
        return cls(kept["problem"], kept["count"], kept["column"], tuple(kept["rows"]), kept["is_blocking"])


@dataclass(slots=True)
class Faults:
    """Faults as they are found, in the order of the sentences."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    places: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def add(self, name: str, column: str, count: int, places: Any = ()) -> None:  # noqa: ANN401 - any numbers
        """So many more of a fault, at these places among the good rows."""
        if count:
            key = (name, column)
            self.counts[key] = self.counts.get(key, 0) + count
            kept = self.places.setdefault(key, [])
            kept.extend(int(place) for place in places[: SHOWN_ROWS - len(kept)])

    def __iter__(self) -> Any:  # noqa: ANN401 - tuples of name, column, count, places
        order = list(SENTENCES)
        for name, column in sorted(self.counts, key=lambda key: (order.index(key[0]), key[1])):
            yield name, column, self.counts[name, column], self.places[name, column]
