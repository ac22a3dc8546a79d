"""The evidence graph: one Node per linkable thing, typed Links between them, and the record mechanism on top."""
