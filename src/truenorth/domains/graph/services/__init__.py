from truenorth.domains.graph.services.life import (
    archive_nodes,
    purge_trash,
    restore_nodes,
    trash_nodes,
    unarchive_nodes,
)
from truenorth.domains.graph.services.links import LinkDraft, create_link, remove_link
from truenorth.domains.graph.services.records import create_record, create_records, revise_record

__all__ = [
    "LinkDraft",
    "archive_nodes",
    "create_link",
    "create_record",
    "create_records",
    "purge_trash",
    "remove_link",
    "restore_nodes",
    "revise_record",
    "trash_nodes",
    "unarchive_nodes",
]
