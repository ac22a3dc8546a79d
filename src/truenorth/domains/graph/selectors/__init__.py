from truenorth.domains.graph.selectors.chains import (
    Completeness,
    Missing,
    StepView,
    get_chain,
    get_completeness,
    list_chains,
)
from truenorth.domains.graph.selectors.links import get_link, list_linked_nodes, list_links, walk_from
from truenorth.domains.graph.selectors.records import (
    find_known_ids,
    get_node,
    get_nodes,
    get_record,
    list_nodes,
    list_records,
    read_counted_page,
    read_page,
    sort_records,
)
from truenorth.domains.graph.selectors.replay import WalkedNode, Why, get_why
from truenorth.domains.graph.selectors.search import Hit, search_nodes
from truenorth.domains.graph.selectors.summaries import NodeSummary, summarize
from truenorth.domains.graph.selectors.talk import (
    get_attachment,
    get_comment,
    list_activity,
    list_attachments,
    list_comments,
    path_of,
    read_attachment,
)

__all__ = [
    "Completeness",
    "Hit",
    "Missing",
    "NodeSummary",
    "StepView",
    "WalkedNode",
    "Why",
    "find_known_ids",
    "get_attachment",
    "get_chain",
    "get_comment",
    "get_completeness",
    "get_link",
    "get_node",
    "get_nodes",
    "get_record",
    "get_why",
    "list_activity",
    "list_attachments",
    "list_chains",
    "list_comments",
    "list_linked_nodes",
    "list_links",
    "list_nodes",
    "list_records",
    "path_of",
    "read_attachment",
    "read_counted_page",
    "read_page",
    "search_nodes",
    "sort_records",
    "summarize",
    "walk_from",
]
