from django.http import HttpResponse
from ninja import Query, Router

from truenorth.domains.graph.schemas import SortIn
from truenorth.domains.roadmap.schemas import InitiativeFilters
from truenorth.domains.roadmap.selectors import list_initiatives
from truenorth.domains.workspace.auth import MemberRequest
from truenorth.edges.imports.trackers.exporting import EXPORTED_AT_MOST, get_tracker, write_export

router = Router(tags=["exports"])


@router.get("/{tracker}.csv", operation_id="export_for_tracker")
def export_for_tracker(
    request: MemberRequest, tracker: str, filters: Query[InitiativeFilters], sort: Query[SortIn]
) -> HttpResponse:
    """The initiatives of the list, with the columns of a tracker's own export."""
    wanted = get_tracker(tracker)
    found = filters.filter(list_initiatives(request.member, where=filters.where, sort=sort.sort))
    content = write_export(request.member, wanted, list(found[:EXPORTED_AT_MOST]))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{wanted.source}.csv"'
    return response
