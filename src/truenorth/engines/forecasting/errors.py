"""Refusals of the forecasting engine; `field` names the argument."""


class ForecastRefused(ValueError):
    """An argument that no forecast can be judged by.

    >>> ForecastRefused("is empty", field="outcomes").field
    'outcomes'
    """

    def __init__(self, reason: str, *, field: str) -> None:
        self.reason = reason
        self.field = field
        super().__init__(f"{field} {reason}")


class NoForecasts(ForecastRefused):
    """There is nothing to judge."""


class LengthsDiffer(ForecastRefused):
    """A probability without its outcome, or the other way round."""


class ProbabilityOutOfRange(ForecastRefused):
    """A probability below 0, above 1 or no number."""


class OutcomeNotBinary(ForecastRefused):
    """An outcome other than 0 or 1."""


class NotFinite(ForecastRefused):
    """A number that is missing or infinite."""


class TargetEqualsBaseline(ForecastRefused):
    """A key result that asks for no change has no progress."""


class NotPositive(ForecastRefused):
    """An effort of nothing, below nothing, or no number."""


class TooLittleHistory(ForecastRefused):
    """So little finished work that it says nothing about the next."""
