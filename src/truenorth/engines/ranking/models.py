"""Models of priority, as data: columns, and a formula over them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.ranking.errors import AnswerUnknown
from truenorth.engines.ranking.formulas import Formula, parse_formula
from truenorth.engines.ranking.units import Unit, parse_unit

Floats = NDArray[np.float64]
FIBONACCI = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0)
MOSCOW_ANSWERS = {"must": 4.0, "should": 3.0, "could": 2.0, "wont": 1.0}


@dataclass(frozen=True, slots=True)
class Column:
    """One aspect that people rate, with its unit where it has one.

    `scale` holds, in ascending order, the numbers that people choose from (None: any number), `answers` the words
    that stand for some of them.

    >>> Column("effort", "Effort", scale=(1, 2, 3)).admits(5)
    False
    """

    key: str
    label: str
    scale: tuple[float, ...] | None = FIBONACCI
    unit: Unit | None = None
    answers: Mapping[str, float] = field(default_factory=dict, hash=False)

    def admits(self, rating: float) -> bool:
        """Whether the rating is a number of the scale."""
        return self.scale is None or rating in self.scale

    def read(self, text: str) -> float:
        """The number that a person wrote, or that their word stands for; may be off the scale, and not finite.

        Raises AnswerUnknown.

        >>> Column("priority", "Priority", answers={"must": 4, "wont": 1}).read("Won't")
        1
        """
        word = re.sub(r"['\u2019]", "", text.strip().lower())
        if word in self.answers:
            return self.answers[word]
        try:
            return float(word)
        except ValueError:
            choices = f" or one of {', '.join(self.answers)}" if self.answers else ""
            raise AnswerUnknown(f"{text.strip()[:40]!r} is not a number{choices}", field=self.key) from None


@dataclass(frozen=True)
class Model:
    """A formula over columns. Raises FormulaRefused where it cannot be read or the columns' units do not fit.

    >>> WSJF.score({"user_value": 8, "business_value": 5, "risk_reduction": 2, "effort": 3})
    5.0
    """

    key: str
    name: str
    text: str
    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        _ = self.formula

    @cached_property
    def formula(self) -> Formula:
        """The formula, read."""
        return parse_formula(self.text, {column.key: column.unit for column in self.columns})

    @cached_property
    def gains(self) -> tuple[Column, ...]:
        """The columns that do not divide."""
        return tuple(column for column in self.columns if column.key not in self.formula.divisors)

    @cached_property
    def costs(self) -> tuple[Column, ...]:
        """The columns that divide; their ratings must be above zero."""
        return tuple(column for column in self.columns if column.key in self.formula.divisors)

    def scores(self, values: Mapping[str, Floats]) -> Floats:
        """The scores of arrays of numbers, one for each column; of their broadcast shape, not finite where undefined.

        >>> ICE.scores({"impact": np.array([8.0, 2.0]), "confidence": np.array([5.0, 5.0]), "ease": np.array([3.0, 1])})
        array([120.,  10.])
        """
        return self.formula.at(values)

    def score(self, values: Mapping[str, float]) -> float:
        """The score of one number for each column; KeyError for a column that is missing."""
        return float(self.scores({key: np.asarray(number, np.float64) for key, number in values.items()}))

    def slopes(self, values: Mapping[str, Floats], key: str) -> Floats:
        """How much the scores change per unit of one column, the others held, by a central difference.

        >>> at = {"user_value": 8.0, "business_value": 5.0, "risk_reduction": 2.0, "effort": 3.0}
        >>> WSJF.slopes({key: np.array([number]) for key, number in at.items()}, "effort").round(6)
        array([-1.666667])
        """
        step = 1e-6 * np.maximum(np.abs(values[key]), 1e-6)
        ends = [self.scores({**values, key: values[key] + side}) for side in (step, -step)]
        return np.asarray((ends[0] - ends[1]) / (2 * step), np.float64)


def custom_model(text: str, columns: Iterable[Column] = (), *, name: str | None = None) -> Model:
    """A model of a formula's own, named by its text. A column that is not described takes any number, without unit.

    Raises FormulaRefused.

    >>> [column.label for column in custom_model("revenue / story_points").columns]
    ['Revenue', 'Story points']
    """
    described = {column.key: column for column in columns}
    used = parse_formula(text, {key: column.unit for key, column in described.items()}).columns
    return Model(
        key="custom",
        name=name or text.strip(),
        text=text.strip(),
        columns=tuple(described.get(key) or Column(key, _label(key), scale=None) for key in used),
    )


def _label(key: str) -> str:
    words = key.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _free(key: str, label: str, unit: str | None = None) -> Column:
    return Column(key, label, scale=None, unit=parse_unit(unit) if unit else None)


WSJF = Model(
    key="wsjf",
    name="WSJF",
    text="(user_value + business_value + risk_reduction) / effort",
    columns=(
        Column("user_value", "User value"),
        Column("business_value", "Business value"),
        Column("risk_reduction", "Risk reduction"),
        Column("effort", "Effort"),
    ),
)
SAFE = Model(
    key="safe",
    name="SAFe WSJF",
    text="(user_business_value + time_criticality + risk_reduction) / job_size",
    columns=(
        Column("user_business_value", "User-business value"),
        Column("time_criticality", "Time criticality"),
        Column("risk_reduction", "Risk reduction or opportunity enablement"),
        Column("job_size", "Job size"),
    ),
)
COST_OF_DELAY = Model(
    key="cost_of_delay",
    name="Cost of delay by duration",
    text="cost_of_delay / duration",
    columns=(
        _free("cost_of_delay", "Cost of delay per week", "money/week"),
        _free("duration", "Duration in weeks", "week"),
    ),
)
RICE = Model(
    key="rice",
    name="RICE",
    text="reach * impact * confidence / effort",
    columns=(
        _free("reach", "Reach"),
        _free("impact", "Impact"),
        _free("confidence", "Confidence"),
        _free("effort", "Effort"),
    ),
)
ICE = Model(
    key="ice",
    name="ICE",
    text="impact * confidence * ease",
    columns=(_free("impact", "Impact"), _free("confidence", "Confidence"), _free("ease", "Ease")),
)
OPPORTUNITY = Model(
    key="opportunity",
    name="Opportunity score",
    text="importance + max(importance - satisfaction, 0)",
    columns=(_free("importance", "Importance"), _free("satisfaction", "Satisfaction")),
)
MOSCOW = Model(
    key="moscow",
    name="MoSCoW",
    text="priority",
    columns=(Column("priority", "Priority", scale=(1.0, 2.0, 3.0, 4.0), answers=MOSCOW_ANSWERS),),
)
