from collections.abc import Mapping
from typing import Any

from ninja import Query, Router

from truenorth.domains.graph.routes import REFUSALS, RecordRoutes
from truenorth.domains.prioritization import schemas, selectors, services
from truenorth.domains.prioritization.kinds import DECISION
from truenorth.domains.prioritization.models import Decision
from truenorth.domains.prioritization.rules import Verdict, no_to_yes
from truenorth.domains.workspace.auth import MemberRequest

router = Router()


@router.get("/decisions/ratio", response={200: schemas.RatioOut} | REFUSALS, operation_id="get_decision_ratio")
def get_decision_ratio(request: MemberRequest, query: Query[schemas.RatioIn]) -> Mapping[str, Any]:
    """How often no was said for each yes."""
    times = selectors.count_verdicts(request.member, since=query.since)
    ratio = no_to_yes(yes=times[Verdict.YES], no=times[Verdict.NO])
    return {**{verdict.value: count for verdict, count in times.items()}, "no_to_yes": ratio}


RecordRoutes(
    router,
    DECISION,
    Decision,
    schema_in=schemas.DecisionIn,
    schema_patch=None,
    schema_out=schemas.DecisionOut,
    filters=schemas.DecisionFilters,
    create=services.record_decision,
)
