"""Files that people already have, brought in as records: with a dry run, a list of bad rows, and undo as a unit.

A module of this package defines an `Importer`; naming it in `registry.IMPORTERS` gives it its route and its command.
"""
