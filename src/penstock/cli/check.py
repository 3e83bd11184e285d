"""`penstock check`: find what is wrong with a folder without starting anything."""

from __future__ import annotations

from pathlib import Path

import typer

from penstock.cli.arguments import FolderArgument, InOption, LocalOption, SetOption
from penstock.cli.folders import load
from penstock.cli.help_text import examples
from penstock.serving.check import check_dashboard

EXAMPLES = examples("penstock check examples/wind", "penstock check examples/accidents --local")


def command(
    folder: FolderArgument = None,
    in_: InOption = Path(),
    local: LocalOption = False,
    set_: SetOption = None,
) -> None:
    """Check script, settings and dashboard; exit status 2 and the place when one is wrong."""
    prepared = load(folder or in_, local, set_)
    name, plan = prepared.folder.name, prepared.plan
    check_dashboard(prepared.folder.dashboard_text, name, plan)
    typer.echo(f"{name}: {len(plan.tables)} tables, {len(plan.inserts)} inserts, all right")
