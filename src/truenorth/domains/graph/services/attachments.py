"""Files on nodes. The bytes lie in the data folder under their digest, and are there before a row names them."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.errors import AttachmentEmpty, AttachmentTooLarge
from truenorth.domains.graph.models import Attachment, Node
from truenorth.domains.graph.rules import safe_content_type, safe_file_name
from truenorth.domains.graph.selectors import get_attachment, path_of
from truenorth.domains.kit import clock
from truenorth.domains.kit.settings import settings
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_contributor, require_editor
from truenorth.domains.workspace.services import Entry, record

CHUNK = 1024**2


def add_attachment(*, actor: Member, node: Node, file: BinaryIO, name: str) -> Attachment:
    require_contributor(actor)
    digest, size = _keep(file)
    name = safe_file_name(name)
    with transaction.atomic():
        attachment = Attachment.objects.create(
            node=node, name=name, content_type=safe_content_type(name), size=size, digest=digest, created_by=actor
        )
        record(actor, _entry("attach", attachment, None, name))
    return attachment


@transaction.atomic
def remove_attachment(*, actor: Member, attachment_id: UUID) -> None:
    """Out of sight; the bytes go with the trash. One's own, or as an editor anybody's."""
    require_contributor(actor)
    attachment = get_attachment(actor, attachment_id)
    if attachment.created_by_id != actor.id:
        require_editor(actor)
    attachment.removed_at = clock.now()
    attachment.save(update_fields=["removed_at"])
    record(actor, _entry("detach", attachment, attachment.name, None))


def forget_files(digests: set[str]) -> None:
    """Delete the bytes that no attachment names any more."""
    kept = set(Attachment.objects.filter(digest__in=digests).values_list("digest", flat=True))
    for digest in digests - kept:
        path_of(digest).unlink(missing_ok=True)


def _keep(file: BinaryIO) -> tuple[str, int]:
    """Copy into the data folder, whole or not at all, under the digest of the content."""
    folder = path_of("00").parent.parent
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, temporary = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as copy:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                copy.write(chunk)
                _refuse_size(size)
            copy.flush()
            os.fsync(copy.fileno())
        if not size:
            raise AttachmentEmpty(fields={"file": AttachmentEmpty.title})
        target = path_of(digest.hexdigest())
        target.parent.mkdir(exist_ok=True)
        Path(temporary).replace(target)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return digest.hexdigest(), size


def _refuse_size(size: int) -> None:
    most = settings().max_upload_mb
    if size > most * 1024**2:
        detail = f"The largest file is {most} MB."
        raise AttachmentTooLarge(detail, fields={"file": detail})


def _entry(action: str, attachment: Attachment, before: str | None, after: str | None) -> Entry:
    node = attachment.node
    return Entry(
        action=action,
        target_kind=node.kind,
        target_id=node.id,
        target_title=node.title,
        changes={"attachment": (before, after)},
    )
