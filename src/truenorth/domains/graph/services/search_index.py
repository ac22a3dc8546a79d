"""The full-text index: made where it is missing and kept in step by the database itself, so that no write forgets it.

SQLite keeps an FTS5 table fed by triggers, PostgreSQL a generated column. Both read the same words: letters and
digits, without case or accents, from the key, the title and the start of the text.
"""

from django.db import connection, transaction

from truenorth.domains.graph.rules import FOLDED, INDEXED_CHARACTERS

# `graph_search_row` gives each node a whole number that stays: SQLite's own row ids change when the file is compacted.
# FTS5 takes a row without stored content back only by the very words it was given.
SQLITE = (
    "CREATE TABLE IF NOT EXISTS graph_search_row (id INTEGER PRIMARY KEY, node_id TEXT NOT NULL UNIQUE)",
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS graph_search
    USING fts5(title, body, content='', tokenize='unicode61 remove_diacritics 2')
    """,
    f"""
    CREATE TRIGGER IF NOT EXISTS graph_search_add AFTER INSERT ON graph_node BEGIN
      INSERT INTO graph_search_row (node_id) VALUES (new.id);
      INSERT INTO graph_search (rowid, title, body)
      SELECT id, new.key || ' ' || new.title, substr(new.body, 1, {INDEXED_CHARACTERS})
      FROM graph_search_row WHERE node_id = new.id;
    END
    """,  # noqa: S608 - a number of our own
    f"""
    CREATE TRIGGER IF NOT EXISTS graph_search_change AFTER UPDATE OF key, title, body ON graph_node
    WHEN old.title <> new.title OR old.body <> new.body OR old.key <> new.key BEGIN
      INSERT INTO graph_search (graph_search, rowid, title, body)
      SELECT 'delete', id, old.key || ' ' || old.title, substr(old.body, 1, {INDEXED_CHARACTERS})
      FROM graph_search_row WHERE node_id = old.id;
      INSERT INTO graph_search (rowid, title, body)
      SELECT id, new.key || ' ' || new.title, substr(new.body, 1, {INDEXED_CHARACTERS})
      FROM graph_search_row WHERE node_id = new.id;
    END
    """,  # noqa: S608 - a number of our own
    f"""
    CREATE TRIGGER IF NOT EXISTS graph_search_drop AFTER DELETE ON graph_node BEGIN
      INSERT INTO graph_search (graph_search, rowid, title, body)
      SELECT 'delete', id, old.key || ' ' || old.title, substr(old.body, 1, {INDEXED_CHARACTERS})
      FROM graph_search_row WHERE node_id = old.id;
      DELETE FROM graph_search_row WHERE node_id = old.id;
    END
    """,  # noqa: S608 - a number of our own
    f"""
    INSERT INTO graph_search (rowid, title, body)
    SELECT node.rowid + (SELECT coalesce(max(id), 0) FROM graph_search_row),
           node.key || ' ' || node.title, substr(node.body, 1, {INDEXED_CHARACTERS})
    FROM graph_node node WHERE node.id NOT IN (SELECT node_id FROM graph_search_row)
    """,  # noqa: S608 - a number of our own
    """
    INSERT INTO graph_search_row (id, node_id)
    SELECT node.rowid + (SELECT coalesce(max(id), 0) FROM graph_search_row), node.id
    FROM graph_node node WHERE node.id NOT IN (SELECT node_id FROM graph_search_row)
    """,
)
# PostgreSQL's parser knows addresses, versions and paths as words of their own; without punctuation it sees none.
# `translate` looks at each of its letters for each character, so that a text without any of them is not put through it.
PLAIN_WORDS = (
    r"regexp_replace(CASE WHEN {text} ~ '[^\u0001-\u007F]' THEN translate({text}, %s, %s) ELSE {text} END, "
    r"'[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007F]+', ' ', 'g')"
)
POSTGRESQL = (
    f"""
    ALTER TABLE graph_node ADD COLUMN IF NOT EXISTS search tsvector GENERATED ALWAYS AS (
      setweight(to_tsvector('simple', {PLAIN_WORDS.format(text="key || ' ' || title")}), 'A') ||
      setweight(to_tsvector('simple', {PLAIN_WORDS.format(text=f"left(body, {INDEXED_CHARACTERS})")}), 'D')
    ) STORED
    """,
    "CREATE INDEX IF NOT EXISTS graph_node_search ON graph_node USING gin (search)",
)


@transaction.atomic
def ensure_search_index(**_: object) -> None:
    """Make whatever part of the index is missing. It runs after every migration: rebuilding a table drops triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in SQLITE:
                cursor.execute(statement)
        else:
            letters = ["".join(map(chr, FOLDED)), "".join(FOLDED.values())] * 2
            cursor.execute("SET LOCAL client_min_messages = warning")
            cursor.execute(POSTGRESQL[0], letters)
            cursor.execute(POSTGRESQL[1])
