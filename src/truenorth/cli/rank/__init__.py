"""`truenorth rank FILE.csv`: a scored list in order, and how firm the order is. No workspace, no database."""

from truenorth.cli.rank.app import app

__all__ = ["app"]
