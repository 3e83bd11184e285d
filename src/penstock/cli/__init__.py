"""The `penstock` command: one file per command, gathered here."""

from __future__ import annotations

import sys

import typer

from penstock.cli import (
    bench,
    check,
    doctor,
    explain,
    new,
    query,
    replay,
    run,
    streams,
    warm,
)
from penstock.core.errors import ExternalError, PenstockError, UserError

app = typer.Typer(
    name="penstock",
    help="Real-time analytics on perishable events, in one Python process.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
COMMANDS = (run, check, explain, query, replay, new, bench, doctor, warm)
for module in COMMANDS:
    name = module.__name__.rsplit(".", 1)[-1]
    app.command(name, epilog=module.EXAMPLES)(module.command)
app.add_typer(streams.app, name="streams")


def main() -> None:
    """Run the command line; an error's class gives the exit status."""
    try:
        app()
    except PenstockError as error:
        # Standard error is the edge at which errors are shown; nothing above has printed them.
        sys.stderr.write(f"{error}\n")
        sys.exit(exit_status(error))


def exit_status(error: PenstockError) -> int:
    """Return 2 when the user must act, 1 when the world must, 70 when we must."""
    if isinstance(error, UserError):
        return 2
    return 1 if isinstance(error, ExternalError) else 70
