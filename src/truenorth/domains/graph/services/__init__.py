from truenorth.domains.graph.services.attachments import add_attachment, remove_attachment
from truenorth.domains.graph.services.comments import add_comment, remove_comment, revise_comment
from truenorth.domains.graph.services.imports import (
    discard_import,
    finish_import,
    importing,
    open_import,
    undo_import,
)
from truenorth.domains.graph.services.life import (
    archive_nodes,
    purge_trash,
    restore_nodes,
    trash_nodes,
    unarchive_nodes,
)
from truenorth.domains.graph.services.links import LinkDraft, create_link, create_links, remove_link
from truenorth.domains.graph.services.records import (
    create_record,
    create_records,
    draft_records,
    revise_record,
    save_drafts,
)
from truenorth.domains.graph.services.search_index import ensure_search_index

__all__ = [
    "LinkDraft",
    "add_attachment",
    "add_comment",
    "archive_nodes",
    "create_link",
    "create_links",
    "create_record",
    "create_records",
    "discard_import",
    "draft_records",
    "ensure_search_index",
    "finish_import",
    "importing",
    "open_import",
    "purge_trash",
    "remove_attachment",
    "remove_comment",
    "remove_link",
    "restore_nodes",
    "revise_comment",
    "revise_record",
    "save_drafts",
    "trash_nodes",
    "unarchive_nodes",
    "undo_import",
]
