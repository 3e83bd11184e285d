"""`penstock check`: find what is wrong with a folder without starting anything."""

from __future__ import annotations

import os

import typer

from penstock.cli.common import FolderArgument, LocalOption, SetOption, examples, load
from penstock.pipeline.check import check_folder
from penstock.serving import check_dashboard

EXAMPLES = examples("penstock check examples/wind", "penstock check examples/accidents --local")


def command(folder: FolderArgument, local: LocalOption = False, set_: SetOption = None) -> None:
    """Check script, settings and dashboard; exit status 2 and the place when one is wrong."""
    found, plan, _ = load(folder, local, set_)
    check_folder(found, plan, os.environ)
    check_dashboard(found.dashboard_text, found.name, plan)
    typer.echo(f"{found.name}: {len(plan.tables)} tables, {len(plan.inserts)} inserts, all right")
