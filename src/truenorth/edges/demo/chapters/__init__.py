"""The story in the order in which it happened."""
