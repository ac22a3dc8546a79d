from collections.abc import Mapping
from uuid import UUID

from truenorth.domains.calibration.models import Prediction
from truenorth.domains.graph.registry import NodeKind


def describe_predictions(ids: list[UUID]) -> Mapping[UUID, str]:
    return {
        prediction.id: prediction.outcome or prediction.state
        for prediction in Prediction.objects.select_related("node").filter(node_id__in=ids)
    }


PREDICTION = NodeKind(
    name="prediction",
    plural="predictions",
    label="Prediction",
    label_plural="Predictions",
    prefix="PRE",
    domain="calibration",
    icon="crosshair",
    model=Prediction,
    describe_state=describe_predictions,
)
KINDS = (PREDICTION,)
