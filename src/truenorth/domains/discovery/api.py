from uuid import UUID

from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from truenorth.domains.discovery import schemas, selectors, services
from truenorth.domains.discovery.kinds import (
    ACCOUNT,
    DOCUMENT,
    FEEDBACK,
    HIGHLIGHT,
    HYPOTHESIS,
    INSIGHT,
    OPPORTUNITY,
    PARTICIPANT,
    REQUEST,
    SEGMENT,
    SESSION,
    STUDY,
    TAG,
)
from truenorth.domains.discovery.models import (
    Account,
    Document,
    Feedback,
    Highlight,
    Hypothesis,
    Insight,
    Opportunity,
    Participant,
    Request,
    Segment,
    Session,
    Study,
    Tag,
    Turn,
)
from truenorth.domains.discovery.rules import summarize_evidence
from truenorth.domains.discovery.selectors import CoverageView, ThemeVolume
from truenorth.domains.graph.routes import REFUSALS, RecordRoutes
from truenorth.domains.graph.selectors import get_node, get_record
from truenorth.domains.workspace.auth import MemberRequest

router = Router(tags=["discovery"])

RecordRoutes(
    router,
    STUDY,
    Study,
    schema_in=schemas.StudyIn,
    schema_patch=schemas.StudyPatch,
    schema_out=schemas.StudyOut,
    filters=schemas.StudyFilters,
)
sessions = RecordRoutes(
    router,
    SESSION,
    Session,
    schema_in=schemas.SessionIn,
    schema_patch=schemas.SessionPatch,
    schema_out=schemas.SessionOut,
    filters=schemas.SessionFilters,
    create=services.create_session,
    revise=services.revise_session,
    enrich=selectors.enrich_sessions,
)
RecordRoutes(
    router,
    PARTICIPANT,
    Participant,
    schema_in=schemas.ParticipantIn,
    schema_patch=schemas.ParticipantPatch,
    schema_out=schemas.ParticipantOut,
    filters=schemas.ParticipantFilters,
)
RecordRoutes(
    router,
    ACCOUNT,
    Account,
    schema_in=schemas.AccountIn,
    schema_patch=schemas.AccountPatch,
    schema_out=schemas.AccountOut,
    filters=schemas.AccountFilters,
)
RecordRoutes(
    router,
    SEGMENT,
    Segment,
    schema_in=schemas.SegmentIn,
    schema_patch=schemas.SegmentPatch,
    schema_out=schemas.SegmentOut,
)
documents = RecordRoutes(
    router,
    DOCUMENT,
    Document,
    schema_in=schemas.DocumentIn,
    schema_patch=schemas.DocumentPatch,
    schema_out=schemas.DocumentOut,
    filters=schemas.DocumentFilters,
    create=services.create_document,
    revise=services.revise_document,
    enrich=selectors.enrich_documents,
)
RecordRoutes(
    router,
    HIGHLIGHT,
    Highlight,
    schema_in=schemas.HighlightIn,
    schema_patch=schemas.HighlightPatch,
    schema_out=schemas.HighlightOut,
    filters=schemas.HighlightFilters,
    create=services.create_highlight,
    revise=services.revise_highlight,
    enrich=selectors.enrich_tagged,
)
RecordRoutes(
    router,
    FEEDBACK,
    Feedback,
    schema_in=schemas.FeedbackIn,
    schema_patch=schemas.FeedbackPatch,
    schema_out=schemas.FeedbackOut,
    filters=schemas.FeedbackFilters,
    create=services.create_feedback,
    revise=services.revise_feedback,
    enrich=selectors.enrich_tagged,
)
RecordRoutes(
    router,
    REQUEST,
    Request,
    schema_in=schemas.RequestIn,
    schema_patch=schemas.RequestPatch,
    schema_out=schemas.RequestOut,
    filters=schemas.RequestFilters,
    create=services.create_request,
    enrich=selectors.enrich_requests,
)
RecordRoutes(
    router,
    TAG,
    Tag,
    schema_in=schemas.TagIn,
    schema_patch=schemas.TagPatch,
    schema_out=schemas.TagOut,
    create=services.create_tag,
    revise=services.revise_tag,
    enrich=selectors.enrich_tags,
)
insights = RecordRoutes(
    router,
    INSIGHT,
    Insight,
    schema_in=schemas.InsightIn,
    schema_patch=schemas.InsightPatch,
    schema_out=schemas.InsightOut,
    filters=schemas.OwnedFilters,
    create=services.create_insight,
    enrich=selectors.enrich_insights,
)
RecordRoutes(
    router,
    OPPORTUNITY,
    Opportunity,
    schema_in=schemas.OpportunityIn,
    schema_patch=schemas.OpportunityPatch,
    schema_out=schemas.OpportunityOut,
    filters=schemas.OpportunityFilters,
    enrich=selectors.enrich_opportunities,
)
hypotheses = RecordRoutes(
    router,
    HYPOTHESIS,
    Hypothesis,
    schema_in=schemas.HypothesisIn,
    schema_patch=schemas.HypothesisPatch,
    schema_out=schemas.HypothesisOut,
    filters=schemas.HypothesisFilters,
    create=services.create_hypothesis,
    revise=services.revise_hypothesis,
    enrich=selectors.enrich_hypotheses,
)


@router.put(
    "/sessions/{session_id}/attendance",
    response={200: schemas.SessionOut} | REFUSALS,
    operation_id="set_attendance",
)
def set_attendance(request: MemberRequest, session_id: UUID, payload: schemas.AttendanceIn) -> Session:
    session = get_record(request.member, Session, session_id)
    services.set_attendance(session, actor=request.member, member_ids=payload.member_ids)
    return sessions.read(request, session_id)


@router.get("/coverage", response={200: schemas.CoverageOut} | REFUSALS, operation_id="get_coverage")
def get_coverage(request: MemberRequest, between: Query[schemas.DateRangeIn]) -> CoverageView:
    return selectors.get_coverage(request.member, since=between.since, until=between.until)


@router.post("/transcripts", response={201: schemas.DocumentOut} | REFUSALS, operation_id="upload_transcript")
def upload_transcript(
    request: MemberRequest, file: File[UploadedFile], payload: Form[schemas.DocumentUploadIn]
) -> Status[Document]:
    document = services.upload_transcript(
        actor=request.member,
        data=file.read(),
        file_name=file.name or "",
        title=payload.title,
        session_id=payload.session_id,
    )
    return Status(201, documents.read(request, document.id))


@router.get(
    "/documents/{document_id}/turns", response={200: list[schemas.TurnOut]} | REFUSALS, operation_id="list_turns"
)
def list_turns(request: MemberRequest, document_id: UUID) -> list[Turn]:
    return selectors.list_turns(get_record(request.member, Document, document_id))


@router.get(
    "/documents/{document_id}/highlights",
    response={200: list[schemas.HighlightOut]} | REFUSALS,
    operation_id="list_highlights_of_document",
)
def list_highlights(request: MemberRequest, document_id: UUID) -> list[Highlight]:
    document = get_record(request.member, Document, document_id)
    return selectors.list_highlights(request.member, document)


@router.put("/nodes/{node_id}/tags", response={204: None} | REFUSALS, operation_id="set_tags")
def set_tags(request: MemberRequest, node_id: UUID, payload: schemas.TagsIn) -> Status[None]:
    services.set_tags(get_node(request.member, node_id), actor=request.member, tag_ids=payload.tag_ids)
    return Status(204, None)


@router.get("/themes", response={200: list[schemas.ThemeVolumeOut]} | REFUSALS, operation_id="list_themes")
def list_themes(request: MemberRequest) -> list[ThemeVolume]:
    return selectors.list_themes(request.member)


@router.post("/insights/{insight_id}/cite", response={200: schemas.InsightOut} | REFUSALS, operation_id="cite_evidence")
def cite_evidence(request: MemberRequest, insight_id: UUID, payload: schemas.CiteIn) -> Insight:
    insight = get_record(request.member, Insight, insight_id)
    services.cite_evidence(insight, actor=request.member, evidence_ids=payload.evidence_ids)
    return insights.read(request, insight_id)


@router.get("/evidence/{node_id}", response={200: schemas.EvidenceOut} | REFUSALS, operation_id="get_evidence")
def get_evidence(request: MemberRequest, node_id: UUID) -> dict[str, object]:
    """What any record rests on: quotes, feedback and requests upstream of it, firmest first."""
    get_node(request.member, node_id)
    pieces = selectors.list_evidence(request.member, node_id)
    behind = [piece.strength for piece in pieces if not piece.is_against]
    return {"summary": summarize_evidence(behind, against=len(pieces) - len(behind)), "pieces": pieces}


@router.post(
    "/hypotheses/{hypothesis_id}/begin-test",
    response={200: schemas.HypothesisOut} | REFUSALS,
    operation_id="begin_test",
)
def begin_test(request: MemberRequest, hypothesis_id: UUID) -> Hypothesis:
    services.begin_test(get_record(request.member, Hypothesis, hypothesis_id), actor=request.member)
    return hypotheses.read(request, hypothesis_id)
