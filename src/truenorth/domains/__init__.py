"""The practice: one package per noun of the trade."""
