"""The scripts of MATCH_RECOGNIZE give the same when Arrow computes the conditions in waves."""

from __future__ import annotations

from pathlib import Path

import pytest

from penstock.engine import matcher
from tests.sql.front_door import Job
from tests.sql.test_scripts import run, sections_of

SCRIPTS = sorted(Path(__file__).parent.glob("match_*.sql"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_gives_the_same_in_waves(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matcher, "program_of", lambda node, store: None)
    (_, script), *sections = sections_of(path.read_text())
    run(Job("\n".join(script)), sections)
