"""`truenorth experiment …`: a file's readout, and how many users a test needs. No workspace, no database."""

from truenorth.cli.experiment.app import app

__all__ = ["app"]
