"""Run a command inside this process, as the command line would."""

from __future__ import annotations

from dataclasses import dataclass

from typer.testing import CliRunner

from penstock.cli import build_app, exit_status
from penstock.core.errors import PenstockError


@dataclass(frozen=True)
class Answer:
    """What a command printed and its exit status."""

    status: int
    out: str
    error: str


def penstock(*arguments: str, given: str | bytes | None = None) -> Answer:
    """Run a command with `given` as its standard input."""
    result = CliRunner().invoke(build_app(arguments), list(arguments), input=given)
    if isinstance(result.exception, PenstockError):
        return Answer(exit_status(result.exception), result.stdout, f"{result.exception}\n")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(result.exit_code, result.stdout, result.stderr)
