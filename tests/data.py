"""Find the real data sets that some tests read; they live beside the repository, not in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(name: str) -> Path:
    """Return the path of a shared file; skip the test, with the file's name, when it is absent.

    Looks in the folder that PENSTOCK_DATA names, then in `../shared/data` beside the repository.
    """
    named = os.environ.get("PENSTOCK_DATA")
    folders = [Path(named), BESIDE] if named else [BESIDE]
    for folder in folders:
        if (folder / name).exists():
            return folder / name
    pytest.skip(f"shared data {name!r} is in none of {', '.join(map(str, folders))}")
