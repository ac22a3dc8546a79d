"""What gathers around a node: comments, files, and everything that was done to it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet

from truenorth.domains.graph.errors import AttachmentMissing, CommentMissing
from truenorth.domains.graph.models import Attachment, Comment, Node
from truenorth.domains.kit.settings import settings
from truenorth.domains.workspace.models import AuditRow, Member
from truenorth.domains.workspace.selectors import list_audit_rows

CHUNK = 256 * 1024


def list_comments(viewer: Member, node: Node) -> QuerySet[Comment]:
    return _comments(viewer).filter(node=node).order_by("created_at", "id")


def get_comment(viewer: Member, comment_id: UUID) -> Comment:
    comment = _comments(viewer).filter(pk=comment_id).first()
    if comment is None:
        raise CommentMissing
    return comment


def list_attachments(viewer: Member, node: Node) -> QuerySet[Attachment]:
    return _attachments(viewer).filter(node=node).order_by("created_at", "id")


def get_attachment(viewer: Member, attachment_id: UUID) -> Attachment:
    attachment = _attachments(viewer).filter(pk=attachment_id).first()
    if attachment is None or not path_of(attachment.digest).is_file():
        raise AttachmentMissing
    return attachment


def read_attachment(attachment: Attachment) -> Iterator[bytes]:
    with path_of(attachment.digest).open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def path_of(digest: str) -> Path:
    """Where the bytes with this digest lie."""
    return settings().data_dir / "files" / digest[:2] / digest


def list_activity(viewer: Member, node: Node) -> QuerySet[AuditRow]:
    """What was done to a node, newest first; the import that brought it in and its undoing count as done to it."""
    targets = [each for each in (node.id, node.import_run_id) if each]
    return list_audit_rows(viewer).filter(target_id__in=targets)


def _comments(viewer: Member) -> QuerySet[Comment]:
    comments = Comment.objects.filter(node__workspace=viewer.workspace, node__trashed_at=None, removed_at=None)
    return comments.select_related("author__user", "node")


def _attachments(viewer: Member) -> QuerySet[Attachment]:
    files = Attachment.objects.filter(node__workspace=viewer.workspace, node__trashed_at=None, removed_at=None)
    return files.select_related("created_by__user", "node")
