from truenorth.domains.kit.errors import Invalid, TooLarge


class FileNotText(Invalid):
    code = "kit.file_not_text"
    title = "This file is not text in UTF-8 or UTF-16."


class FileDamaged(Invalid):
    code = "kit.file_damaged"
    title = "This gzip file is damaged or cut off."


class FileUnpacksTooLarge(TooLarge):
    code = "kit.file_unpacks_too_large"
    title = "This file unpacks to more than this server accepts."


class TableEmpty(Invalid):
    code = "kit.table_empty"
    title = "This file has no header row."


class HeaderUnreadable(Invalid):
    code = "kit.header_unreadable"
    title = "The header row cannot be read."


class ColumnsRepeated(Invalid):
    code = "kit.columns_repeated"
    title = "Two columns have the same name. Rename one, so that each value has one place."


class TooManyColumns(Invalid):
    code = "kit.too_many_columns"
    title = "This file has more columns than a table can have here."


class FieldTooLong(Invalid):
    code = "kit.field_too_long"
    title = "A field is too long. Is a quotation mark left open?"


class QuoteLeftOpen(Invalid):
    code = "kit.quote_left_open"
    title = "A quotation mark is opened and never closed."
