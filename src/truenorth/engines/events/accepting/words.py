"""Names and ids: text columns, checked without a look at each row."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from truenorth.engines.events.accepting.schema import LONGEST_TEXT_BYTES
from truenorth.engines.events.accepting.sieve import Mask, Sieve, mask_of
from truenorth.engines.events.errors import EventRefused

REQUIRED = "is required"
NOT_TEXT = "must be text"
NOT_ID = "must be text or an integer"
SURROGATE = "has a lone surrogate, which is not text"
TOO_LONG = "is longer than 1 MiB"
NOBODY = "or device_id is required"

_BLANK = r"^[\x{09}-\x{0d}\x{1c}-\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]*$"


def is_text(kind: pa.DataType) -> bool:
    """Whether a type holds text as it is.

    >>> is_text(pa.large_string()), is_text(pa.binary())
    (True, False)
    """
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def text_column(sieve: Sieve, column: pa.Array, *, field: str, takes_integers: bool) -> pa.Array:
    """A column as string or large_string, with null for what is blank; rows whose text is too long are dropped.

    Raises EventRefused when the column's type is no text, or its bytes are not UTF-8.

    >>> text_column(Sieve(2, first_row=0), pa.array([7, None]), field="user_id", takes_integers=True).to_pylist()
    ['7', None]
    """
    text = _text(column, field=field, takes_integers=takes_integers)
    drop_longest(sieve, text, field=field)
    return text


def _text(column: pa.Array, *, field: str, takes_integers: bool) -> pa.Array:
    kind = column.type
    if pa.types.is_null(kind) or (takes_integers and pa.types.is_integer(kind)):
        return column.cast(pa.string())
    if pa.types.is_dictionary(kind):
        return _text(column.dictionary, field=field, takes_integers=takes_integers).take(column.indices)
    if not is_text(kind):
        raise EventRefused(f"{NOT_ID if takes_integers else NOT_TEXT}, not {kind}", field=field)
    plain = column.cast(pa.large_string()) if pa.types.is_string_view(kind) else column
    return without_blanks(checked(plain, field=field))


def checked(column: pa.Array, *, field: str) -> pa.Array:
    """The column, once its bytes are known to be UTF-8; raises EventRefused.

    >>> checked(pa.array(["a"]), field="event").to_pylist()
    ['a']
    """
    try:
        column.validate(full=True)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise EventRefused(f"is not UTF-8 text: {error}", field=field) from error
    return column


def without_blanks(column: pa.Array) -> pa.Array:
    """A text column with null where there is nothing but white space, as Python's str.isspace() has it.

    >>> without_blanks(pa.array(["a", "", " \\u3000", None])).to_pylist()
    ['a', None, None, None]
    """
    blank = pc.match_substring_regex(column, _BLANK)
    if not pc.any(blank).as_py():
        return column
    return pc.if_else(blank, pa.scalar(None, column.type), column)


def missing(column: pa.Array) -> Mask:
    """Where a column has nothing.

    >>> missing(pa.array(["a", None])).tolist()
    [False, True]
    """
    return mask_of(column.is_null()) if column.null_count else np.zeros(len(column), dtype=bool)


def drop_longest(sieve: Sieve, column: pa.Array, *, field: str) -> None:
    """Drop the rows whose text is too long."""
    lengths = pc.binary_length(column)
    if (pc.max(lengths).as_py() or 0) > LONGEST_TEXT_BYTES:
        sieve.drop(mask_of(pc.greater(lengths, LONGEST_TEXT_BYTES)), field=field, reason=TOO_LONG)
