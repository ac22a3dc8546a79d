"""Refusals of the ranking engine; `field` names the column or the argument, `item` the candidate."""


class RankingRefused(ValueError):
    """Something about the candidates or their ratings cannot be ranked.

    >>> RankingRefused("off the scale", field="effort", item="A-1").field
    'effort'
    """

    def __init__(self, reason: str, *, field: str, item: str | None = None) -> None:
        self.reason = reason
        self.field = field
        self.item = item
        super().__init__(f"{field}: {reason}" if item is None else f"{item}, {field}: {reason}")


class ColumnUnknown(RankingRefused):
    """A rating for a column that the model does not have."""


class RatingNotFinite(RankingRefused):
    """A rating that is no number, or infinite."""


class AnswerUnknown(RankingRefused):
    """A word that is neither a number nor one of the column's answers."""


class DivisorNotPositive(RankingRefused):
    """A rating of zero or below in a column that divides."""


class ScoreUndefined(RankingRefused):
    """Ratings from which the formula gives no finite number."""


class ItemRepeated(RankingRefused):
    """Two candidates with one id."""


class ItemUnknown(RankingRefused):
    """A candidate that is not in the list, or not ranked in it."""


class OutOfRange(RankingRefused):
    """A number outside of what it may be, such as no draws."""


class UnitRefused(RankingRefused):
    """A unit that cannot be read."""


class FormulaRefused(RankingRefused):
    """A formula that cannot be read, or whose units do not fit; `position` counts its characters from 1.

    >>> FormulaRefused("has no function 'open'", position=3).position
    3
    """

    def __init__(self, reason: str, *, position: int) -> None:
        self.position = position
        super().__init__(f"at character {position}, {reason}", field="formula")
