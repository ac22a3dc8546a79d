from truenorth.domains.discovery.services.claims import (
    begin_test,
    begin_tests,
    cite_evidence,
    create_hypothesis,
    create_insight,
    revise_hypothesis,
)
from truenorth.domains.discovery.services.documents import create_document, revise_document, upload_transcript
from truenorth.domains.discovery.services.evidence import (
    create_feedback,
    create_highlight,
    create_request,
    revise_feedback,
    revise_highlight,
)
from truenorth.domains.discovery.services.sessions import create_session, revise_session, set_attendance
from truenorth.domains.discovery.services.tags import create_tag, revise_tag, set_tags

__all__ = [
    "begin_test",
    "begin_tests",
    "cite_evidence",
    "create_document",
    "create_feedback",
    "create_highlight",
    "create_hypothesis",
    "create_insight",
    "create_request",
    "create_session",
    "create_tag",
    "revise_document",
    "revise_feedback",
    "revise_highlight",
    "revise_hypothesis",
    "revise_session",
    "revise_tag",
    "set_attendance",
    "set_tags",
    "upload_transcript",
]
