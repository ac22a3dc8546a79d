"""`truenorth sequence FILE.csv`: what to do when, and what waiting costs. No workspace, no database."""

from truenorth.cli.sequence.app import app

__all__ = ["app"]
