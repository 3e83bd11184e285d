"""`penstock query`: ad-hoc SQL over what a folder holds, while it runs or not."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import pyarrow.csv
import typer

from penstock.cli.arguments import InOption, LocalOption
from penstock.cli.help_text import examples
from penstock.cli.plain_table import PlainTable
from penstock.cli.stores import open_streams
from penstock.pipeline.folder import Variant, compile_folder, read_folder
from penstock.query.results import rows_as_json, value_as_json
from penstock.query.session import Session
from penstock.query.stored import Place

EXAMPLES = examples(
    """penstock query examples/wind "SELECT MAX(wind_speed) FROM WindDataStream" """,
    """penstock query examples/wind 'SELECT reason, COUNT(*) FROM `readings$invalid` GROUP BY 1'""",
)


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def command(
    folder_or_sql: Annotated[
        str, typer.Argument(help="The pipeline's folder; left out, --in.", metavar="FOLDER")
    ],
    sql: Annotated[
        str | None, typer.Argument(help="One SELECT.", metavar="SQL", show_default=False)
    ] = None,
    in_: InOption = Path(),
    format_: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    local: LocalOption = False,
) -> None:
    """Run one SELECT over streams, documents, files and metrics of a folder with DuckDB."""
    path, text = (in_, folder_or_sql) if sql is None else (Path(folder_or_sql), sql)
    folder = read_folder(path)
    plan = compile_folder(folder, Variant(local), os.environ)
    streams = open_streams(folder.path)
    try:
        result = Session(plan, Place(folder.path, folder.state, streams)).query(text)
    finally:
        streams.close()
    _print(result, format_)


def _print(result: pa.Table, format_: Format) -> None:
    if format_ is Format.JSON:
        sys.stdout.write(rows_as_json(result) + "\n")
    elif format_ is Format.CSV:
        pyarrow.csv.write_csv(_flat(result), sys.stdout.buffer)
    else:
        table = PlainTable(result.column_names)
        for row in zip(*(column.to_pylist() for column in result.columns), strict=True):
            table.add(row)
        table.print(sys.stdout)


def _flat(result: pa.Table) -> pa.Table:
    """Return the table with nested values as JSON texts, since a CSV field is a text."""
    columns = [
        pa.array([None if value is None else value_as_json(value) for value in column.to_pylist()])
        if pa.types.is_nested(column.type)
        else column
        for column in result.columns
    ]
    return pa.table(columns, result.column_names)
