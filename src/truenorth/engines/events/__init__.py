"""The event engine: a store that keeps events in the order in which questions read them, and the questions."""
