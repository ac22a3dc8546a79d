"""Files of events into a store: CSV, JSON lines, Parquet, and the exports of other analytics products."""

from truenorth.engines.events.importers.formats import FORMATS, Format, guess_format
from truenorth.engines.events.importers.importing import ImportReport, import_file
from truenorth.engines.events.importers.reading import Chunk, Reading, Reject

__all__ = ["FORMATS", "Chunk", "Format", "ImportReport", "Reading", "Reject", "guess_format", "import_file"]
