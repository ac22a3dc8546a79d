"""How far along, how sure, and how right people were when they were sure."""

from truenorth.engines.forecasting.calibration import CalibrationBin, brier_score, calibrate
from truenorth.engines.forecasting.errors import (
    ForecastRefused,
    LengthsDiffer,
    NoForecasts,
    NotFinite,
    OutcomeNotBinary,
    ProbabilityOutOfRange,
    TargetEqualsBaseline,
)
from truenorth.engines.forecasting.progress import key_result_progress

__all__ = [
    "CalibrationBin",
    "ForecastRefused",
    "LengthsDiffer",
    "NoForecasts",
    "NotFinite",
    "OutcomeNotBinary",
    "ProbabilityOutOfRange",
    "TargetEqualsBaseline",
    "brier_score",
    "calibrate",
    "key_result_progress",
]
