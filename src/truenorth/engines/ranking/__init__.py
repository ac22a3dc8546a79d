"""What to do first: models of priority as data, scores from many raters, ranks with ties."""

from truenorth.engines.ranking.errors import (
    ColumnUnknown,
    DivisorNotPositive,
    ItemRepeated,
    RankingRefused,
    RatingNotFinite,
    RatingOffScale,
)
from truenorth.engines.ranking.models import ICE, RICE, SAFE, WSJF, Column, Model
from truenorth.engines.ranking.scoring import Candidate, Part, Ranked, rank

__all__ = [
    "ICE",
    "RICE",
    "SAFE",
    "WSJF",
    "Candidate",
    "Column",
    "ColumnUnknown",
    "DivisorNotPositive",
    "ItemRepeated",
    "Model",
    "Part",
    "Ranked",
    "RankingRefused",
    "RatingNotFinite",
    "RatingOffScale",
    "rank",
]
