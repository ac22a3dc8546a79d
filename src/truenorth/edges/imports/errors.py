from truenorth.domains.kit.errors import Invalid, NotFound


class SourceUnknown(NotFound):
    code = "imports.source_unknown"
    title = "There is no importer of this name."


class RunMissing(NotFound):
    code = "imports.run_not_found"
    title = "There is no such import in this workspace."


class MappingRefused(Invalid):
    code = "imports.mapping_refused"
    title = "The mapping names a field or a column that does not exist."


class ColumnsMissing(Invalid):
    code = "imports.columns_missing"
    title = "No column was found for a field that is needed. Say which one it is."


class OptionsRefused(Invalid):
    code = "imports.options_refused"
    title = "The options of this import are not valid."


class OkrsUnreadable(Invalid):
    code = "imports.okrs_unreadable"
    title = "No objectives were found in this file."


class DecisionsUnreadable(Invalid):
    code = "imports.decisions_unreadable"
    title = "No decision records were found in this file."


class CatalogueUnreadable(Invalid):
    code = "imports.catalogue_unreadable"
    title = "This catalogue cannot be read."


class TrackerUnreadable(Invalid):
    code = "imports.tracker_unreadable"
    title = "This export cannot be read."


class RowLeftOut(Exception):
    """One row is nothing that this import brings in; the text is what such rows are, in the plural."""


class RowRefused(Exception):
    """One row cannot become a record; the import goes on. `field` is the field of the record, not the column."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
