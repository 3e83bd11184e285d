"""`penstock replay`: send a time-stamped file into a stream at its own pace or a multiple of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from penstock.cli.arguments import InOption
from penstock.cli.help_text import examples
from penstock.cli.stores import open_streams
from penstock.core.errors import UserError
from penstock.core.time import SystemClock
from penstock.pipeline.replay import ReplayRequest, replay

EXAMPLES = examples(
    "penstock replay accidents.csv --to us-accidents-data-stream-01 --in examples/accidents "
    "--time-column Start_Time --speed 3600 --stamp Txn_Timestamp --key Severity",
    "penstock replay readings.csv --to readings --speed max",
)


class BadSpeed(UserError):
    """A speed is neither a positive number nor `max`.

    >>> print(BadSpeed("--speed 'fast': a positive number or max"))
    E804 --speed 'fast': a positive number or max
    """

    code = "E804"


def command(  # noqa: PLR0913, PLR0917 -- a command line has as many options as its users need
    file: Annotated[Path, typer.Argument(help="A CSV file with a header.", show_default=False)],
    to: Annotated[str, typer.Option(help="The stream; made if it is not there.")],
    in_: InOption = Path(),
    time_column: Annotated[
        str | None, typer.Option(help="Column of the rows' times.", show_default="first with times")
    ] = None,
    speed: Annotated[str, typer.Option(help="Divide the gaps by this; or max.")] = "1",
    stamp: Annotated[
        str | None, typer.Option(help="Set this column to the time of sending.")
    ] = None,
    key: Annotated[str | None, typer.Option(help="Column of the partition key.")] = None,
) -> None:
    """Send each row as a JSON record, keeping the gaps between the rows' own times."""
    request = ReplayRequest(file, time_column, parse_speed(speed), stamp, key)
    store = open_streams(in_)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(f"{file.name} to {to}", total=_rows(file))

            def progress(sent: int) -> None:
                bar.update(task, completed=sent, description=f"{file.name} to {to}: {sent:,} rows")

            sent = replay(request, store.create(to), SystemClock(), progress)
    finally:
        store.close()
    typer.echo(f"{sent} rows sent to {to}")


def parse_speed(text: str) -> float | None:
    """Return the divisor of gaps, None for `max`.

    >>> parse_speed("0.5"), parse_speed("max")
    (0.5, None)
    """
    if text == "max":
        return None
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed < float("inf"):
        raise BadSpeed(f"--speed '{text}': a positive number or max")
    return speed


def _rows(file: Path) -> int | None:
    if not file.is_file():
        return None
    with file.open("rb") as data:
        return max(1, sum(part.count(b"\n") for part in iter(lambda: data.read(1 << 20), b"")) - 1)
