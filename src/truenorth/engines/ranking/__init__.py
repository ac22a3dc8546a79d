"""What to do first: models of priority as data, scores from many raters, ranks with ties and how firm they are."""

from truenorth.engines.ranking.asking import Ask
from truenorth.engines.ranking.duels import Difference, duel
from truenorth.engines.ranking.errors import (
    AnswerUnknown,
    ColumnUnknown,
    DivisorNotPositive,
    FormulaRefused,
    ItemRepeated,
    ItemUnknown,
    OutOfRange,
    RankingRefused,
    RatingNotFinite,
    ScoreUndefined,
    UnitRefused,
)
from truenorth.engines.ranking.kano import KANO, KanoTally, kano_category, tally_kano
from truenorth.engines.ranking.linting import Finding, lint
from truenorth.engines.ranking.models import (
    COST_OF_DELAY,
    ICE,
    MOSCOW,
    OPPORTUNITY,
    RICE,
    SAFE,
    WSJF,
    Column,
    Model,
    custom_model,
)
from truenorth.engines.ranking.noise import notches
from truenorth.engines.ranking.reasons import Evidence, Record, why_before
from truenorth.engines.ranking.scoring import Candidate, Part, Ranked, check_rating, rank
from truenorth.engines.ranking.stability import Band, Stability, Swap, stability
from truenorth.engines.ranking.units import Unit, parse_unit
from truenorth.engines.ranking.wording import within

MODELS = {model.key: model for model in (WSJF, SAFE, COST_OF_DELAY, RICE, ICE, OPPORTUNITY, KANO, MOSCOW)}
"""The models that come along, by their keys."""

__all__ = [
    "COST_OF_DELAY",
    "ICE",
    "KANO",
    "MODELS",
    "MOSCOW",
    "OPPORTUNITY",
    "RICE",
    "SAFE",
    "WSJF",
    "AnswerUnknown",
    "Ask",
    "Band",
    "Candidate",
    "Column",
    "ColumnUnknown",
    "Difference",
    "DivisorNotPositive",
    "Evidence",
    "Finding",
    "FormulaRefused",
    "ItemRepeated",
    "ItemUnknown",
    "KanoTally",
    "Model",
    "OutOfRange",
    "Part",
    "Ranked",
    "RankingRefused",
    "RatingNotFinite",
    "Record",
    "ScoreUndefined",
    "Stability",
    "Swap",
    "Unit",
    "UnitRefused",
    "check_rating",
    "custom_model",
    "duel",
    "kano_category",
    "lint",
    "notches",
    "parse_unit",
    "rank",
    "stability",
    "tally_kano",
    "why_before",
    "within",
]
