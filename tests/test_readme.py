"""The README says only what is true: its SQL compiles, its commands, targets and files exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from penstock.sql import compile_script

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md"]


@pytest.mark.parametrize("sql", re.findall(r"```sql\n(.*?)```", README, re.S))
def test_its_sql_compiles(sql: str) -> None:
    assert compile_script(sql, "README.md").inserts


def test_its_commands_are_there() -> None:
    named = set(re.findall(r"`penstock (\w+)", README)) | {"explain", "doctor", "warm"}
    there = {path.stem for path in (ROOT / "src/penstock/cli").glob("*.py")}
    assert named <= there


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_its_make_targets_are_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"\bmake (\w+)", page.read_text())) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_it_links_to_is_there(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
        assert (ROOT / link).exists(), link


def test_the_rooms_that_the_architecture_names_are_there() -> None:
    rooms = {path.name for path in (ROOT / "src/penstock").iterdir() if path.is_dir()}
    text = (ROOT / "ARCHITECTURE.md").read_text()
    for room in rooms - {"__pycache__"}:
        assert f"{room}/" in text, room
