"""`penstock run`: run a folder, show what it does, serve its page, leave cleanly."""

from __future__ import annotations

import json
import os
import sys
import threading
import uuid
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from penstock.cli.arguments import FolderArgument, InOption, LocalOption, SetOption
from penstock.cli.deliveries import DeliveryNews
from penstock.cli.folders import load
from penstock.cli.help_text import examples
from penstock.cli.signals import stop_on_signals
from penstock.cli.status_lines import StatusLines, StatusView
from penstock.core.compiled import warm_mark
from penstock.core.errors import ExternalError, UserError
from penstock.core.time import US_PER_SECOND, SystemClock
from penstock.pipeline.prepare import Prepared
from penstock.pipeline.run import Circumstances, Run, open_run
from penstock.pipeline.runner import StopWhen
from penstock.pipeline.status import report

if TYPE_CHECKING:
    from penstock.serving.page import Page, PreparedPage

EXAMPLES = examples(
    "penstock run examples/wind",
    "penstock run examples/accidents --local --for 60 --report report.json",
    "penstock run my-farm --set readings.scan.stream.initpos=LATEST --no-serve --until-idle 5",
)
LOOK_SECONDS = 0.1


class BothEnds(UserError):
    """A run cannot end by two rules at once.

    >>> print(BothEnds("--for and --until-idle exclude each other"))
    E803 --for and --until-idle exclude each other
    """

    code = "E803"


class NoPlaceForReport(UserError):
    """A report cannot be written where it is wanted.

    >>> print(NoPlaceForReport("--report 'out/r.json': its folder is not there"))
    E805 --report 'out/r.json': its folder is not there
    """

    code = "E805"


def command(  # noqa: PLR0913, PLR0917 -- a command line has as many options as its users need
    folder: FolderArgument = None,
    in_: InOption = Path(),
    local: LocalOption = False,
    set_: SetOption = None,
    for_: Annotated[float | None, typer.Option("--for", help="End after SECONDS.", min=0)] = None,
    until_idle: Annotated[
        float | None, typer.Option(help="End when nothing came for SECONDS.", min=0)
    ] = None,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the live page.")] = True,
    port: Annotated[
        int | None,
        typer.Option(help="Port of the page.", show_default="8642", min=0, max=65_535),
    ] = None,
    report_: Annotated[
        Path | None, typer.Option("--report", help="Write the final figures there as JSON.")
    ] = None,
) -> None:
    """Run a folder until it ends, or until Ctrl-C; then drain, checkpoint and leave."""
    if for_ is not None and until_idle is not None:
        raise BothEnds("--for and --until-idle exclude each other", hint="give one of them")
    if report_ is not None and not report_.absolute().parent.is_dir():
        raise NoPlaceForReport(f"--report '{report_}': its folder is not there")
    stop_when = StopWhen(_us(for_), _us(until_idle))
    with stop_on_signals() as stop:
        prepared = load(folder or in_, local, set_)
        prepared_page = _prepare_page(prepared, port) if serve else None
        _warm_once()
        run = open_run(prepared, stop_when, _circumstances())
        run.alerts.subscribe(DeliveryNews(sys.stderr))
        _watch(run, None if prepared_page is None else prepared_page.of(run, SystemClock()), stop)
    if report_ is not None:
        report_.write_text(json.dumps(report(run.runner.status), indent=1) + "\n")
    run.close()


def _circumstances() -> Circumstances:
    return Circumstances(SystemClock(), os.environ, _report_trouble, lambda: uuid.uuid4().hex)


def _warm_once() -> None:
    if not warm_mark().exists():
        # Imported here so that later runs do not pay for the progress bar.
        from penstock.cli import warm  # noqa: PLC0415

        warm.command()


def _prepare_page(prepared: Prepared, port: int | None) -> PreparedPage:
    # Imported here so that a run without a page does not pay for DuckDB.
    from penstock.serving.page import prepare_page  # noqa: PLC0415

    return prepare_page(prepared, port)


def _watch(run: Run, page: Page | None, stop: threading.Event) -> None:
    view = _view(run.folder.name)
    view.begin(None if page is None else page.address, run.steps_recovered)
    run.runner.start()
    with nullcontext() if page is None else page:
        while not run.runner.wait(LOOK_SECONDS):
            view.show(run.runner.status)
            if stop.is_set():
                run.runner.ask_to_stop()
    view.end(run.runner.status)


def _view(name: str) -> StatusView:
    if not sys.stdout.isatty():
        return StatusLines(name, sys.stdout)
    # Imported here so that a run without a terminal does not pay for drawing on it.
    from rich.console import Console  # noqa: PLC0415

    from penstock.cli.status_table import LiveTable  # noqa: PLC0415

    return LiveTable(name, Console())


def _us(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * US_PER_SECOND)


def _report_trouble(error: ExternalError) -> None:
    sys.stderr.write(f"{error}\n(trying again; nothing is lost)\n")
