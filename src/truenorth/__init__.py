"""Truenorth: from a customer's words to a measured, calibrated outcome."""

from importlib.metadata import version

__version__ = version("truenorth")
