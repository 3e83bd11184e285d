"""The `penstock` command: the list of its commands, of which only the one asked for is loaded."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated

import typer

from penstock.cli.help_text import examples
from penstock.core.errors import ExternalError, PenstockError, UserError
from penstock.core.version import version


class FileTrouble(ExternalError):
    """The system refuses a file that a command was given.

    >>> print(FileTrouble("cannot use 'wind/pipeline.sql': Permission denied"))
    E807 cannot use 'wind/pipeline.sql': Permission denied
    """

    code = "E807"


@dataclass(frozen=True, slots=True)
class Listed:
    """A command as the top help shows it; its file is `penstock/cli/NAME.py`."""

    summary: str
    example: str


COMMANDS: Mapping[str, Listed] = {
    "run": Listed(
        "Run a folder until it ends, or until Ctrl-C; then drain, checkpoint and leave.",
        "penstock run examples/wind",
    ),
    "check": Listed(
        "Check script, settings and dashboard; exit status 2 and the place when one is wrong.",
        "penstock check examples/wind",
    ),
    "explain": Listed(
        "Show each insert's operators with changelog modes, keys, time attributes and watermarks.",
        "penstock explain examples/wind",
    ),
    "query": Listed(
        "Run one SELECT over streams, documents, files and metrics of a folder with DuckDB.",
        """penstock query examples/wind "SELECT MAX(wind_speed) FROM WindDataStream" """,
    ),
    "replay": Listed(
        "Send each row as a JSON record, keeping the gaps between the rows' own times.",
        "penstock replay readings.csv --to readings --in my-farm",
    ),
    "streams": Listed(
        "Look into a folder's streams, make, fill and remove them.",
        "penstock streams tail readings --in my-farm --follow",
    ),
    "new": Listed("Copy an example into a new folder.", "penstock new my-farm --from wind"),
    "bench": Listed(
        "Run a benchmark and print its table.",
        "penstock bench forest",
    ),
    "doctor": Listed(
        "Look at Python, libraries, disk, clock resolution, port and browser; "
        "exit 1 if one is bad.",
        "penstock doctor",
    ),
    "warm": Listed(
        "Compile all kernels into the cache; later runs load them in a moment.", "penstock warm"
    ),
}
"""Every command. Loading them all takes longer than a run takes to its first result."""


def main() -> None:
    """Run the command line; an error's class gives the exit status."""
    app = _loaded(sys.argv[1:])
    try:
        app()
    except PenstockError as error:
        # Standard error is the edge at which errors are shown; nothing above has printed them.
        sys.stderr.write(f"{error}\n")
        sys.exit(exit_status(error))
    except OSError as wrong:
        if wrong.filename is None:
            raise
        trouble = FileTrouble(f"cannot use '{wrong.filename}': {wrong.strerror}")
        sys.stderr.write(f"{trouble}\n")
        sys.exit(1)
    finally:
        # DuckDB looks whether its objects are gone at the end, and complains.
        gc.unfreeze()


def build_app(arguments: Sequence[str]) -> typer.Typer:
    """Return the command line with the command that is asked for; the others are only listed."""
    app = typer.Typer(
        name="penstock",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
    )
    app.callback(epilog=examples(*(listed.example for listed in COMMANDS.values())))(_top)
    asked = next((argument for argument in arguments if argument in COMMANDS), None)
    for name, listed in COMMANDS.items():
        if name == asked:
            _add(app, name)
        else:
            app.command(name, help=listed.summary)(_stand_in)
    return app


def exit_status(error: PenstockError) -> int:
    """Return 2 when the user must act, 1 when the world must, 70 when we must."""
    if isinstance(error, UserError):
        return 2
    return 1 if isinstance(error, ExternalError) else 70


def _loaded(arguments: Sequence[str]) -> typer.Typer:
    # What is made while modules load stays: to look through it for garbage took a fifth of a start,
    # and later one tenth of a second now and then, in the middle of a step.
    gc.disable()
    app = build_app(arguments)
    gc.freeze()
    gc.enable()
    return app


def _add(app: typer.Typer, name: str) -> None:
    module = import_module(f"penstock.cli.{name}")
    if hasattr(module, "app"):
        app.add_typer(module.app, name=name)
    else:
        app.command(name, epilog=module.EXAMPLES)(module.command)


def _stand_in() -> None:
    """Stand in the help for a command that is not asked for."""


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"penstock {version()}")
        raise typer.Exit


def _top(
    show_version: Annotated[
        bool,
        typer.Option(
            "--version", help="Say which version this is.", callback=_show_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Real-time analytics on perishable events, in one Python process."""
