from collections.abc import Mapping

from truenorth.domains.calibration.models import Prediction
from truenorth.domains.calibration.rules import mean, outcome_value, squared_error
from truenorth.domains.calibration.selectors import list_predictions_resolved_between
from truenorth.domains.pulse.rules import Item, Period, SectionName, Tone, as_figure
from truenorth.domains.pulse.selectors.sources import source_of
from truenorth.domains.workspace.models import Member


def gather(viewer: Member, period: Period) -> Mapping[SectionName, list[Item]]:
    resolved = list_predictions_resolved_between(viewer, start=period.start, end=period.end)
    return {SectionName.LEARNED: [_item(prediction) for prediction in resolved]}


def _item(prediction: Prediction) -> Item:
    given = [row.probability for row in prediction.standing_forecasts]
    expected, outcome = mean(given), prediction.outcome
    scores = [score for each in given if (score := squared_error(each, outcome)) is not None]
    brier = mean(scores)
    parts = [f"Resolved {outcome}"]
    if expected is not None:
        people = "1 person" if len(given) == 1 else f"{len(given)} people"
        parts.append(f"{people} gave it {as_figure(round(expected * 100), '%')} on average")
    if brier is not None:
        parts.append(f"Brier {brier:.2f}")
    resolution = prediction.found_resolution
    reason = f". {resolution.reason}" if resolution else ""
    return Item(
        words=prediction.title,
        detail=", ".join(parts) + reason,
        tone=_tone(expected, outcome_value(outcome)),
        source=source_of(prediction.node),
    )


def _tone(expected: float | None, value: int | None) -> Tone:
    """Better where most belief lay on what happened."""
    if expected is None or value is None or expected == 0.5:
        return Tone.UNDECIDED
    return Tone.BETTER if (expected > 0.5) == bool(value) else Tone.WORSE
