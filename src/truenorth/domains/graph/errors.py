from truenorth.domains.kit.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge


class StaleVersion(Conflict):
    code = "graph.stale_version"
    title = "Somebody changed this record since you read it. Both versions are here; nothing was saved."


class RecordArchived(Conflict):
    code = "graph.record_archived"
    title = "This record is archived. Restore it before you change it."


class NodeMissing(NotFound):
    code = "graph.node_not_found"
    title = "There is no such record in this workspace."


class LinkMissing(NotFound):
    code = "graph.link_not_found"
    title = "There is no such link in this workspace."


class LinkToItself(Invalid):
    code = "graph.link_to_itself"
    title = "A record cannot be linked to itself."


class LinkClosesCircle(Conflict):
    code = "graph.link_closes_circle"
    title = "This link would make a circle."


class ReferenceMissing(Invalid):
    code = "graph.reference_not_found"
    title = "A field names something that is not in this workspace."


class ImportOverlaps(Conflict):
    code = "graph.import_overlaps"
    title = "Another import brought in the same records meanwhile. Nothing of this one was kept."


class ImportNotUndoable(Conflict):
    code = "graph.import_not_undoable"
    title = "This import is undone already, or never came to its end."


class ExternalIdTaken(Conflict):
    code = "graph.external_id_taken"
    title = "A record with the same id in its source is here already, so this one stays in the trash."


class CommentMissing(NotFound):
    code = "graph.comment_not_found"
    title = "There is no such comment in this workspace."


class NotYourComment(Forbidden):
    code = "graph.not_your_comment"
    title = "Only its author changes a comment."


class AttachmentMissing(NotFound):
    code = "graph.attachment_not_found"
    title = "There is no such file in this workspace."


class AttachmentTooLarge(TooLarge):
    code = "graph.attachment_too_large"
    title = "This file is larger than this server accepts."


class AttachmentEmpty(Invalid):
    code = "graph.attachment_empty"
    title = "This file is empty."
