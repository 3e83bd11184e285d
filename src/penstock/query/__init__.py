"""Ad-hoc SQL over everything that a folder holds, with DuckDB."""

from penstock.query.rejected import rejected_stream
from penstock.query.results import plain_columns, plain_rows, rows_as_json, value_as_json
from penstock.query.sandbox import BadQuery, connect, select
from penstock.query.session import Session, tables_of
from penstock.query.stored import Place, read_stored, stream_name

__all__ = [
    "BadQuery",
    "Place",
    "Session",
    "connect",
    "plain_columns",
    "plain_rows",
    "read_stored",
    "rejected_stream",
    "rows_as_json",
    "select",
    "stream_name",
    "tables_of",
    "value_as_json",
]
