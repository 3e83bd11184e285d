"""`penstock check`: find what is wrong with a folder without starting anything."""

from __future__ import annotations

from pathlib import Path

import typer

from penstock.cli.arguments import FolderArgument, InOption, LocalOption, SetOption
from penstock.cli.folders import load
from penstock.cli.help_text import examples
from penstock.serving.check import check_dashboard
from penstock.sql.plan import Plan
from penstock.sql.state_growth import growing_state

EXAMPLES = examples("penstock check examples/wind", "penstock check examples/accidents --local")

GROWTH_HINT = (
    "hint: SET 'table.exec.state.ttl' = '1 d' forgets what has not changed for a day; windows"
    " forget by themselves"
)
LEARNED_HINT = "hint: a key that was learned is kept for good: PARTITION BY what has few values"


def command(
    folder: FolderArgument = None,
    in_: InOption = Path(),
    local: LocalOption = False,
    set_: SetOption = None,
) -> None:
    """Check script, settings and dashboard; exit status 2 and the place when one is wrong."""
    prepared = load(folder or in_, local, set_)
    name, plan = prepared.folder.name, prepared.plan
    warn_of_growth(plan, limited=bool(prepared.settings["table.exec.state.ttl"]))
    check_dashboard(prepared.folder.dashboard_text, name, plan)
    typer.echo(f"{name}: {len(plan.tables)} tables, {len(plan.inserts)} inserts, all right")


def warn_of_growth(plan: Plan, *, limited: bool) -> None:
    """Say which statements keep more the longer they run, and what to do.

    What a time to live makes an end to is no matter when it is `limited` by one.
    """
    growing = [growth for growth in growing_state(plan) if not (limited and growth.forgets)]
    for growth in growing:
        typer.echo(f"warning: this keeps state for ever: {growth}", err=True)
    for forgets, hint in ((True, GROWTH_HINT), (False, LEARNED_HINT)):
        if any(growth.forgets is forgets for growth in growing):
            typer.echo(hint, err=True)
