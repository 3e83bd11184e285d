"""`penstock explain`: show the plan that a folder's script becomes."""

from __future__ import annotations

from pathlib import Path

import typer

from penstock.cli.arguments import FolderArgument, InOption, LocalOption, SetOption
from penstock.cli.folders import load
from penstock.cli.help_text import examples
from penstock.sql import explain

EXAMPLES = examples("penstock explain examples/wind")


def command(
    folder: FolderArgument = None,
    in_: InOption = Path(),
    local: LocalOption = False,
    set_: SetOption = None,
) -> None:
    """Show each insert's operators with changelog modes, keys, time attributes and watermarks."""
    typer.echo(explain(load(folder or in_, local, set_).plan))
