"""Truenorth: from a customer's words to a measured, calibrated outcome."""

