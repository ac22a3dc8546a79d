from collections.abc import Mapping
from uuid import UUID

from truenorth.domains.graph.registry import NodeKind
from truenorth.domains.graph.rules import Step
from truenorth.domains.kit.readings import Reading
from truenorth.domains.strategy.models import Cycle, KeyResult, Objective


def read_key_results(ids: list[UUID]) -> Mapping[UUID, Reading]:
    return {
        key_result.id: Reading(key_result.current, key_result.checked_in_at or key_result.created_at)
        for key_result in KeyResult.objects.select_related("node").filter(node_id__in=ids)
    }


def describe_key_results(ids: list[UUID]) -> Mapping[UUID, str]:
    return {
        key_result.id: key_result.status.replace("_", " ")
        for key_result in KeyResult.objects.select_related("node").filter(node_id__in=ids)
    }


CYCLE = NodeKind(
    name="cycle",
    plural="cycles",
    label="Cycle",
    label_plural="Cycles",
    prefix="CYC",
    domain="strategy",
    icon="calendar",
    model=Cycle,
)
OBJECTIVE = NodeKind(
    name="objective",
    plural="objectives",
    label="Objective",
    label_plural="Objectives",
    prefix="OBJ",
    domain="strategy",
    icon="target",
    model=Objective,
)
KEY_RESULT = NodeKind(
    name="key_result",
    plural="key-results",
    label="Key result",
    label_plural="Key results",
    prefix="KR",
    domain="strategy",
    icon="trending-up",
    model=KeyResult,
    step=Step.KEY_RESULT,
    describe_state=describe_key_results,
)
KINDS = (CYCLE, OBJECTIVE, KEY_RESULT)
