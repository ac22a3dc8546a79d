"""Ad-hoc SQL over everything in the store: DuckDB, read-only."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from truenorth.engines.events.errors import PlanRefused, StoreDamaged
from truenorth.engines.events.store.segments import SCHEMA
from truenorth.engines.events.store.snapshots import Snapshot


def run_sql(snapshot: Snapshot, statement: str) -> pa.Table:
    """One SELECT over the view `events`, which has the columns of a segment (see `store.segments`).

    The properties are JSON text (`properties->>'plan'`). Nothing can be written, no file and no address be reached.
    Raises PlanRefused, field "sql", with DuckDB's own words.
    """
    import duckdb

    with duckdb.connect(":memory:", config={"threads": "2"}) as session:
        session.execute("LOAD icu; LOAD json; SET TimeZone = 'UTC'")
        for name, part in _parts(snapshot).items():
            session.register(name, part)
        session.execute("CREATE VIEW events AS SELECT * FROM settled UNION ALL BY NAME SELECT * FROM arrived")
        session.execute("SET enable_external_access = false; SET lock_configuration = true")
        try:
            statements = session.extract_statements(statement)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise PlanRefused("must be one SELECT", field="sql")
            return session.sql(statements[0].query).to_arrow_table()
        except duckdb.Error as error:
            raise PlanRefused(f"is refused: {error}", field="sql") from error


def _parts(snapshot: Snapshot) -> dict[str, object]:
    plain = pa.schema([(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type) for f in SCHEMA])
    arrived = _arrived(snapshot, plain)
    paths = [segment.path for segment in snapshot.state.segments]
    if not paths:
        return {"settled": plain.empty_table(), "arrived": arrived}
    settled = _settled(snapshot, paths, plain)
    moved = {move.old: move.new for move in snapshot.arrivals.moves}
    return {"settled": _renamed(settled.to_table(), moved) if moved else settled, "arrived": arrived}


def _settled(snapshot: Snapshot, paths: list[str], schema: pa.Schema) -> Any:  # noqa: ANN401 - pyarrow has no types
    from pyarrow import dataset, fs

    segments = snapshot.segments
    if segments.location:
        filesystem, base = fs.FileSystem.from_uri(segments.location)
    else:
        filesystem, base = fs.LocalFileSystem(), str(segments.folder)
    try:
        return dataset.dataset(
            [f"{base.rstrip('/')}/{path}" for path in paths], schema=schema, filesystem=filesystem, format="parquet"
        )
    except (OSError, pa.ArrowException) as error:
        raise StoreDamaged(f"cannot be read: {error}", field="segments") from error


def _arrived(snapshot: Snapshot, schema: pa.Schema) -> pa.Table:
    arrivals = snapshot.arrivals
    columns = {name: arrivals.events.column(name) for name in arrivals.events.schema.names}
    columns["time"] = pa.array(arrivals.times)
    columns["actor"] = pc.take(arrivals.names, pa.array(arrivals.actors))
    return pa.table({name: columns[name] for name in schema.names}).cast(schema)


def _renamed(table: pa.Table, names: dict[str, str]) -> pa.Table:
    place = pc.index_in(table.column("actor"), value_set=pa.array(list(names), pa.string()))
    new = pc.take(pa.array(list(names.values()), pa.string()), place)
    return table.set_column(0, table.schema.field("actor"), pc.coalesce(new, table.column("actor")))
