"""`penstock streams`: look into a folder's streams, make, fill and remove them."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from penstock.cli.arguments import InOption
from penstock.cli.help_text import examples
from penstock.cli.plain_table import PlainTable
from penstock.cli.stores import open_streams
from penstock.config.settings import parse_duration
from penstock.core.batch import Records
from penstock.core.errors import UserError
from penstock.core.protocols import Stream

app = typer.Typer(
    help="Look into a folder's streams, make, fill and remove them.", no_args_is_help=True
)
StreamName = Annotated[str, typer.Argument(help="The stream's name.", show_default=False)]
POLL_SECONDS = 0.02
ROWS_MAX = 10_000


class BadRetention(UserError):
    """A retention is no duration.

    >>> print(BadRetention("--retention: a duration such as '1 min', not 'soon'"))
    E806 --retention: a duration such as '1 min', not 'soon'
    """

    code = "E806"


@app.command("ls", epilog=examples("penstock streams ls --in examples/wind"))
def list_streams(in_: InOption = Path()) -> None:
    """List the streams with their shards and record counts."""
    table = PlainTable(("stream", "shards", "records", "first", "next"))
    store = open_streams(in_)
    for name in store.names():
        stream = store.open(name)
        first = sum(stream.earliest(shard) for shard in stream.shards)
        last = sum(stream.latest(shard) for shard in stream.shards)
        table.add((name, len(stream.shards), last - first, first, last))
    table.print(sys.stdout)
    store.close()


@app.command(epilog=examples("penstock streams tail WindDataStream --in examples/wind -n 5"))
def tail(
    name: StreamName,
    in_: InOption = Path(),
    lines: Annotated[int, typer.Option("-n", help="Records per shard to begin with.")] = 10,
    follow: Annotated[bool, typer.Option("--follow/--no-follow", "-f")] = False,
) -> None:
    """Print the last records of a stream, and with --follow those to come."""
    store = open_streams(in_)
    stream = store.open(name)
    positions = {s: max(stream.earliest(s), stream.latest(s) - lines) for s in stream.shards}
    try:
        while True:
            for record in _news(stream, positions):
                sys.stdout.buffer.write(record + b"\n")
            sys.stdout.flush()
            if not follow:
                return
            time.sleep(POLL_SECONDS)
    finally:
        store.close()


def _news(stream: Stream, positions: dict[str, int]) -> Iterator[bytes]:
    for shard in stream.shards:
        while (found := stream.read(shard, positions[shard], ROWS_MAX)) is not None:
            positions[shard] = found.sequence_next
            yield from (found.records[index] for index in range(len(found.records)))


@app.command(epilog=examples("""echo '{"a": 1}' | penstock streams put readings --in my-farm"""))
def put(
    name: StreamName,
    in_: InOption = Path(),
    key: Annotated[str | None, typer.Option(help="Partition key of all records.")] = None,
) -> None:
    """Append each line of standard input as a record; return when all are durable."""
    store = open_streams(in_)
    records = [line.rstrip(b"\r\n") for line in sys.stdin.buffer]
    records = [record for record in records if record]
    if records:
        keys = None if key is None else [key.encode()] * len(records)
        store.open(name).append(Records.of(records), keys)
    store.close()
    typer.echo(f"{len(records)} records put into {name}")


@app.command(epilog=examples("penstock streams create readings --shards 4 --retention '7 d'"))
def create(
    name: StreamName,
    in_: InOption = Path(),
    shards: Annotated[int, typer.Option(help="How many shards.", min=1)] = 1,
    retention: Annotated[str | None, typer.Option(help="How long records stay.")] = None,
) -> None:
    """Make a stream."""
    retention_us = None if retention is None else _duration_us(retention)
    store = open_streams(in_)
    store.create(name, shards, retention_us)
    store.close()
    typer.echo(f"stream {name} has {shards} shard{'s' * (shards > 1)}")


def _duration_us(text: str) -> int:
    try:
        return parse_duration(text)
    except ValueError as wrong:
        raise BadRetention(f"--retention: {wrong}") from None


@app.command(epilog=examples("penstock streams rm readings --yes"))
def rm(
    name: StreamName,
    in_: InOption = Path(),
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete a stream and all its records."""
    if not yes:
        typer.confirm(f"delete stream {name} and all its records?", abort=True)
    store = open_streams(in_)
    store.remove(name)
    store.close()
    typer.echo(f"stream {name} is gone")
