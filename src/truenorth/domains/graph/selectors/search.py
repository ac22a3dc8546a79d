"""Search over the key, title and text of every record: all words must occur, the last one may be unfinished."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models.functions import Substr

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.rules import FOLDED, INDEXED_CHARACTERS, excerpt, split_words
from truenorth.domains.graph.selectors.records import list_nodes
from truenorth.domains.graph.selectors.summaries import NodeSummary, summarize
from truenorth.domains.workspace.models import Member

# Titles weigh ten times as much as text; archived records come after the others.
SQLITE = """
    SELECT node.id FROM graph_search
    JOIN graph_search_row row ON row.id = graph_search.rowid
    JOIN graph_node node ON node.id = row.node_id
    WHERE graph_search MATCH %s AND node.workspace_id = %s AND node.trashed_at IS NULL AND (%s = '' OR node.kind = %s)
    ORDER BY node.archived_at IS NOT NULL, bm25(graph_search, 10.0, 1.0), node.created_at DESC, node.id DESC LIMIT %s
"""
POSTGRESQL = """
    SELECT id FROM graph_node, to_tsquery('simple', %s) AS wanted
    WHERE search @@ wanted AND workspace_id = %s AND trashed_at IS NULL AND (%s = '' OR kind = %s)
    ORDER BY archived_at IS NOT NULL, ts_rank('{0.1, 0.1, 0.1, 1.0}', search, wanted, 1) DESC,
             created_at DESC, id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Hit:
    node: NodeSummary
    snippet: str


def search_nodes(viewer: Member, query: str, *, kind: str = "", limit: int = 20) -> list[Hit]:
    """The best matches first, each with the place in its text where the words stand between « and »."""
    words = split_words(query)
    ids = _find(viewer, words, kind=kind, limit=limit) if words else []
    nodes = list_nodes(viewer).defer("body").annotate(start=Substr("body", 1, INDEXED_CHARACTERS)).in_bulk(ids)
    summaries = summarize(nodes.values())
    return [Hit(summaries[i], excerpt(nodes[i].title, nodes[i].start, words)) for i in ids if i in nodes]


def _find(viewer: Member, words: Sequence[str], *, kind: str, limit: int) -> list[UUID]:
    if connection.vendor == "sqlite":
        statement, wanted = SQLITE, " ".join(f'"{word}"' for word in words) + "*"
        workspace: UUID | str = viewer.workspace_id.hex
    else:
        plain = [word.translate(FOLDED) for word in words]
        statement, wanted = POSTGRESQL, " & ".join(plain) + ":*"
        workspace = viewer.workspace_id
    with connection.cursor() as cursor:
        cursor.execute(statement, [wanted, workspace, kind, kind, limit])
        return [Node._meta.pk.to_python(row[0]) for row in cursor.fetchall()]
