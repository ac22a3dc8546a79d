"""The store: a log that is durable before it answers, and segments in the order in which questions read."""
