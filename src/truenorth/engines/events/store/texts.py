"""Columns of text: hashes, codes, and one property out of many JSON texts."""

import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.asking.histories import label_of
from truenorth.engines.events.store.kernels import hash_texts
from truenorth.engines.kernels import fixed

Codes = NDArray[np.int32]


def hash_columns(*columns: pa.Array) -> NDArray[np.uint64]:
    """A 64-bit hash a row over these texts together; a null counts as an empty text."""
    hashes = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        texts = pc.fill_null(whole(column).cast(pa.large_string()), "")
        if isinstance(texts, pa.ChunkedArray):
            texts = texts.combine_chunks()
        if not len(texts):
            continue
        _, offsets, data = texts.buffers()
        bounds = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
        content = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
        hash_texts(fixed(bounds), fixed(content), hashes)
    return hashes


def whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """One array of plain text, whatever the chunks and the coding."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if isinstance(column, pa.ChunkedArray):  # more than two gigabytes of text
        column = pa.chunked_array([chunk.cast(pa.large_string()) for chunk in column.chunks]).combine_chunks()
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column


def code_texts(column: pa.Array | pa.ChunkedArray) -> tuple[pa.Array, Codes]:
    """The distinct texts, and each row's place among them, -1 where null."""
    if not len(column):
        return pa.array([], pa.string()), np.empty(0, np.int32)
    coded = coded_texts(column)
    indices = coded.indices if not coded.null_count else pc.fill_null(coded.indices, -1)
    codes: Codes = indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return coded.dictionary.cast(pa.string()), codes


def coded_texts(column: pa.Array | pa.ChunkedArray) -> pa.DictionaryArray:
    """The column as one dictionary array."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()  # gives all chunks one dictionary
    elif isinstance(column, pa.ChunkedArray):
        column = column.unify_dictionaries()
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if isinstance(column, pa.ChunkedArray):  # as pyarrow answers where the parts are too many for one
        column = pa.concat_arrays(column.chunks)
    return column


def code_repeated(column: pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """The column as one dictionary array where its first part says that texts repeat themselves; else as it is."""
    first = column.chunk(0) if column.num_chunks else None
    is_repeated = (
        first is not None and first.null_count < len(first) and 4 * pc.count_distinct(first).as_py() < len(first)
    )
    return coded_texts(column) if is_repeated else column


def used_texts(names: pa.Array, codes: Codes) -> pa.DictionaryArray:
    """These rows as a dictionary array that holds no text that no row has."""
    is_used = np.zeros(len(names) + 1, np.bool_)
    is_used[codes] = True  # a null, -1, marks the place after the last
    places = np.cumsum(is_used, dtype=np.int32) - np.int32(1)
    used = np.flatnonzero(is_used[:-1])
    indices = pa.array(places[codes], mask=codes < 0) if is_used[-1] else pa.array(places[codes])
    return pa.DictionaryArray.from_arrays(indices, pc.take(names, pa.array(used)).cast(pa.string()))


def labelled(column: pa.Array | pa.ChunkedArray) -> tuple[pa.Array, Codes]:
    """Labels that begin with null, and a code a row, 0 where null."""
    names, codes = code_texts(column)
    return pa.concat_arrays([pa.array([None], pa.string()), names]), codes + np.int32(1)


def extract_property(texts: pa.Array | pa.ChunkedArray, name: str) -> tuple[pa.Array, Codes]:
    """One property of many JSON objects: labels that begin with null, and a code a row. Equal objects are read once."""
    import duckdb

    distinct, codes = code_texts(texts)
    pointer = "/" + name.replace("~", "~0").replace("/", "~1")
    with duckdb.connect(":memory:", config={"threads": "1"}) as session:
        session.register("objects", pa.table({"texts": distinct}))
        found = session.sql("SELECT json_extract(texts, $1) AS value FROM objects", params=[pointer]).to_arrow_table()
    raw, values = code_texts(found.column("value").cast(pa.string()))
    labels, places = _merge_labels([label_of(json.loads(text)) for text in raw.to_pylist()], values)
    return labels, np.append(places, np.int32(0))[codes]


def _merge_labels(labels: Sequence[str | None], codes: Codes) -> tuple[pa.Array, Codes]:
    """Different JSON may be the same value: 1 and 1.0, or null and nothing."""
    known: dict[str | None, int] = {None: 0}
    places = np.array([known.setdefault(label, len(known)) for label in labels] + [0], np.int32)
    return pa.array(list(known), pa.string()), places[codes]


def unify(parts: Sequence[tuple[pa.Array, Codes]]) -> tuple[pa.Array, list[Codes]]:
    """Several labelled columns on one list of labels: the first part's, and what the others add."""
    labels, first = parts[0]
    coded = [first]
    for added, codes in parts[1:]:
        places = pc.index_in(added, value_set=labels)
        is_new = pc.is_null(places)
        fresh = pc.filter(added, is_new)
        place = pc.fill_null(places, 0).to_numpy(zero_copy_only=False).astype(np.int32).copy()
        place[is_new.to_numpy(zero_copy_only=False)] = np.arange(len(fresh), dtype=np.int32) + len(labels)
        if len(added):
            place[0] = 0
        coded.append(place[codes])
        labels = pa.concat_arrays([labels, fresh]) if len(fresh) else labels
    return labels, coded
