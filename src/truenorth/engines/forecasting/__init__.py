"""How far along, how sure, how right people were when they were sure, and what work takes beside its estimates."""

from truenorth.engines.forecasting.calibration import CalibrationBin, brier_score, calibrate
from truenorth.engines.forecasting.effort import (
    Correction,
    EffortCalibration,
    EffortRange,
    Finished,
    Judgement,
    Size,
    calibrate_effort,
    judge_effort,
)
from truenorth.engines.forecasting.errors import (
    ForecastRefused,
    LengthsDiffer,
    NoForecasts,
    NotFinite,
    NotPositive,
    OutcomeNotBinary,
    ProbabilityOutOfRange,
    TargetEqualsBaseline,
    TooLittleHistory,
)
from truenorth.engines.forecasting.progress import key_result_progress

__all__ = [
    "CalibrationBin",
    "Correction",
    "EffortCalibration",
    "EffortRange",
    "Finished",
    "ForecastRefused",
    "Judgement",
    "LengthsDiffer",
    "NoForecasts",
    "NotFinite",
    "NotPositive",
    "OutcomeNotBinary",
    "ProbabilityOutOfRange",
    "Size",
    "TargetEqualsBaseline",
    "TooLittleHistory",
    "brier_score",
    "calibrate",
    "calibrate_effort",
    "judge_effort",
    "key_result_progress",
]
