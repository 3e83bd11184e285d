"""`penstock doctor`: say whether this machine has what Penstock needs, and what to do if not."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from penstock.cli.help_text import examples

EXAMPLES = examples("penstock doctor")
FREE_BYTES_MIN = 2**30
PORT = 8642
CLOCK_SECONDS_MAX = 0.001
LIBRARIES = ("pyarrow", "numpy", "numba", "sqlglot", "duckdb", "msgspec", "starlette", "uvicorn")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `advice` is empty when all is well."""

    what: str
    found: str
    advice: str = ""


def command() -> None:
    """Look at Python, libraries, disk, clock resolution, port and browser; exit 1 if one is bad."""
    findings = [*_python(), *_libraries(), *_disk(Path.cwd()), *_clock(), *_port(), *_browser()]
    for finding in findings:
        mark = "needs you" if finding.advice else "ok"
        typer.echo(f"{mark:9} {finding.what:12} {finding.found}")
        if finding.advice:
            typer.echo(f"{'':9} {'':12} → {finding.advice}")
    raise typer.Exit(int(any(finding.advice for finding in findings)))


def _python() -> Iterator[Finding]:
    good = sys.version_info >= (3, 11)
    yield Finding("python", sys.version.split()[0], "" if good else "install Python 3.11 or newer")
    yield Finding("cores", str(os.cpu_count()))


def _libraries() -> Iterator[Finding]:
    for name in LIBRARIES:
        try:
            yield Finding(name, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Finding(name, "missing", "run make setup")


def _disk(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    advice = "" if free >= FREE_BYTES_MIN else "make room: streams preallocate 64 MB per shard"
    yield Finding("disk", f"{free / 2**30:.1f} GB free in {folder}", advice)
    writable = os.access(folder, os.W_OK)
    yield Finding("folder", str(folder), "" if writable else "run in a folder that you may write")


def _clock() -> Iterator[Finding]:
    seconds = time.get_clock_info("time").resolution
    advice = "freshness and windows need a clock of a millisecond or finer"
    yield Finding("clock", f"{seconds:g} s fine", advice if seconds > CLOCK_SECONDS_MAX else "")


def _port() -> Iterator[Finding]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
            yield Finding("port", f"{PORT} is free")
        except OSError:
            yield Finding("port", f"{PORT} is taken", "run with --port, or stop what listens there")


def _browser() -> Iterator[Finding]:
    found = shutil.which("chromium")
    # Only the tests need a browser of their own, so its absence is no fault.
    yield Finding("chromium", found or "absent: browser tests will be skipped by name")
