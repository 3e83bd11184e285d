"""`penstock run`: run a folder, show what it does, serve its page, leave cleanly."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from penstock.cli.common import FolderArgument, LocalOption, SetOption, examples
from penstock.cli.status_view import StatusView
from penstock.core.errors import ExternalError, UserError
from penstock.core.time import US_PER_SECOND, SystemClock
from penstock.pipeline.folder import Variant, read_folder
from penstock.pipeline.run import Circumstances, Run, open_run
from penstock.pipeline.runner import StopWhen
from penstock.pipeline.status import report

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


@dataclass(frozen=True, slots=True)
class Serving:
    """Whether and where the page is served."""

    wanted: bool
    port: int | None


def command(  # noqa: PLR0913, PLR0917 -- a command line has as many options as its users need
    folder: FolderArgument,
    local: LocalOption = False,
    set_: SetOption = None,
    for_: Annotated[float | None, typer.Option("--for", help="End after SECONDS.", min=0)] = None,
    until_idle: Annotated[
        float | None, typer.Option(help="End when nothing came for SECONDS.", min=0)
    ] = None,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the live page.")] = True,
    port: Annotated[int | None, typer.Option(help="Port of the page.", show_default="8642")] = None,
    report_: Annotated[
        Path | None, typer.Option("--report", help="Write the final figures there as JSON.")
    ] = None,
) -> None:
    """Run a folder until it ends, or until Ctrl-C; then drain, checkpoint and leave."""
    if for_ is not None and until_idle is not None:
        raise BothEnds("--for and --until-idle exclude each other", hint="give one of them")
    stop_when = StopWhen(_us(for_), _us(until_idle))
    variant = Variant(local, tuple(set_ or ()))
    circumstances = Circumstances(SystemClock(), os.environ, _report_trouble, _new_identity)
    with _stop_on_signals() as stop:
        run = open_run(read_folder(folder), variant, stop_when, circumstances)
        _run(run, Serving(serve, port), stop)
    if report_ is not None:
        report_.write_text(json.dumps(report(run.runner.status), indent=1) + "\n")
    run.close()


def _run(run: Run, serving: Serving, stop: threading.Event) -> None:
    view = StatusView(run.folder.name, Console(stderr=False))
    with _page(run, serving) as address:
        view.begin(address, run.steps_recovered)
        run.runner.start()
        while not run.runner.wait(LOOK_SECONDS):
            view.show(run.runner.status)
            if stop.is_set():
                run.runner.ask_to_stop()
    view.end(run.runner.status)


@contextmanager
def _page(run: Run, serving: Serving) -> Iterator[str | None]:
    if not serving.wanted:
        yield None
        return
    # Imported here so that a run without a page does not pay for the web server.
    from penstock.serving import Page  # noqa: PLC0415

    page = Page(run, serving.port, SystemClock())
    try:
        yield page.start()
    finally:
        page.stop()


@contextmanager
def _stop_on_signals() -> Iterator[threading.Event]:
    """Turn Ctrl-C and a polite kill into an event; a second one ends at once."""
    stop = threading.Event()

    def on_signal(number: int, frame: Any) -> None:
        if stop.is_set():
            os._exit(128 + number)
        stop.set()

    former = {
        number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _new_identity() -> str:
    return uuid.uuid4().hex


def _us(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * US_PER_SECOND)


def _report_trouble(error: ExternalError) -> None:
    sys.stderr.write(f"{error}\n(trying again; nothing is lost)\n")
