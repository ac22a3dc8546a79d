"""Tables in and out: CSV as people's tools really write it, read as a stream and refused in words."""

from truenorth.domains.kit.tables.reading import BadRow, Row, Table, count_rows, name_columns, read_row, read_table
from truenorth.domains.kit.tables.sources import UNLIMITED, Limits, open_text
from truenorth.domains.kit.tables.writing import as_cell, write_csv

__all__ = [
    "UNLIMITED",
    "BadRow",
    "Limits",
    "Row",
    "Table",
    "as_cell",
    "count_rows",
    "name_columns",
    "open_text",
    "read_row",
    "read_table",
    "write_csv",
]
