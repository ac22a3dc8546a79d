from truenorth.domains.graph.selectors.chains import StepView, get_chain, list_chains
from truenorth.domains.graph.selectors.links import get_link, list_linked_nodes, list_links, walk_from
from truenorth.domains.graph.selectors.records import (
    find_known_ids,
    get_node,
    get_nodes,
    get_record,
    list_nodes,
    list_records,
    sort_records,
)
from truenorth.domains.graph.selectors.search import Hit, search_nodes
from truenorth.domains.graph.selectors.summaries import NodeSummary, summarize

__all__ = [
    "Hit",
    "NodeSummary",
    "StepView",
    "find_known_ids",
    "get_chain",
    "get_link",
    "get_node",
    "get_nodes",
    "get_record",
    "list_chains",
    "list_linked_nodes",
    "list_links",
    "list_nodes",
    "list_records",
    "search_nodes",
    "sort_records",
    "summarize",
    "walk_from",
]
