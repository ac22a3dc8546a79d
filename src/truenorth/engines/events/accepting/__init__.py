"""What comes in: mappings and Arrow tables become batches of one schema, and what is no event is named."""

from truenorth.engines.events.accepting.schema import SCHEMA, Accepted, Rejected
from truenorth.engines.events.accepting.taking import accept, accept_stream

__all__ = ["SCHEMA", "Accepted", "Rejected", "accept", "accept_stream"]
