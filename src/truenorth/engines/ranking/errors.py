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


class RatingOffScale(RankingRefused):
    """A rating that is not one of the numbers of its column."""


class DivisorNotPositive(RankingRefused):
    """A rating of zero or below in a column that divides."""


class ItemRepeated(RankingRefused):
    """Two candidates with one id."""
