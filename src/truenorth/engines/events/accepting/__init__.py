"""What comes in: mappings, JSON text and Arrow tables become batches of one schema, and what is no event is named."""

from truenorth.engines.events.accepting.jsons import accept_json, accept_json_lines
from truenorth.engines.events.accepting.schema import SCHEMA, Accepted, Rejected
from truenorth.engines.events.accepting.taking import accept, accept_stream

__all__ = ["SCHEMA", "Accepted", "Rejected", "accept", "accept_json", "accept_json_lines", "accept_stream"]
