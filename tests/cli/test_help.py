"""The top help lists every command without loading one, and says what each command says."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from penstock.cli import COMMANDS
from tests.cli.commands import penstock

STREAM_COMMANDS = ("ls", "tail", "put", "create", "rm")


def words(text: str) -> str:
    """Return a help text without its frames and line ends."""
    return " ".join(text.replace("│", " ").split())


def test_the_top_help_lists_every_command_with_summary_and_example() -> None:
    shown = words(penstock("--help").out)
    for name, listed in COMMANDS.items():
        assert f"{name} {listed.summary}" in shown
        assert f"$ {listed.example.strip()}" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_of_itself_what_the_top_help_says_of_it(name: str) -> None:
    answer = penstock(name, "--help")
    assert answer.status == 0
    assert COMMANDS[name].summary in words(answer.out)
    module = import_module(f"penstock.cli.{name}")
    assert hasattr(module, "app") or "$ penstock" in answer.out


@pytest.mark.parametrize("name", STREAM_COMMANDS)
def test_the_commands_for_streams_show_examples(name: str) -> None:
    shown = words(penstock("streams", name, "--help").out)
    assert "penstock streams" in shown.split("Examples:")[1]


def test_a_mistyped_command_is_guessed() -> None:
    answer = penstock("rnu")
    assert answer.status == 2
    assert "Did you mean 'run'?" in answer.error


def test_the_version_is_said() -> None:
    answer = penstock("--version")
    assert (answer.status, answer.out.split()[0]) == (0, "penstock")


def test_the_top_help_loads_no_engine() -> None:
    code = (
        "import sys; from penstock.cli import build_app; build_app(['--help']); "
        "sys.exit(bool({'numba', 'duckdb', 'pyarrow', 'sqlglot', 'starlette'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("run", {"duckdb", "httpx", "rich.live", "starlette", "uvicorn"}),
        ("streams", {"duckdb", "httpx", "rich.live", "sqlglot", "uvicorn"}),
        ("doctor", {"duckdb", "numba", "pyarrow", "sqlglot", "uvicorn"}),
        ("new", {"duckdb", "numba", "pyarrow", "sqlglot", "uvicorn"}),
    ],
)
def test_a_command_loads_only_what_it_needs(module: str, unwanted: set[str]) -> None:
    code = f"import sys, penstock.cli.{module}; print(*({unwanted!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == []
