"""Experiments: what was varied, what was measured, and what may be concluded from it."""
