from truenorth.domains.kit.errors import Conflict


class PredictionResolved(Conflict):
    code = "calibration.prediction_resolved"
    title = "This prediction is resolved. Its resolution and its probabilities stay as they are."


class PredictionAnswered(Conflict):
    code = "calibration.prediction_answered"
    title = "Somebody has already given a probability: the statement, its subject and its date stay as they are."


class ForecastLate(Conflict):
    code = "calibration.forecast_late"
    title = "The day on which this prediction resolves has passed."


class PredictionArchived(Conflict):
    code = "calibration.prediction_archived"
    title = "This prediction is archived. Restore it first."
