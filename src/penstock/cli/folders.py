"""How commands load a folder."""

from __future__ import annotations

import os
from pathlib import Path

from penstock.pipeline.folder import Variant, read_folder
from penstock.pipeline.prepare import Prepared, prepare


def load(path: Path, local: bool, overrides: list[str] | None) -> Prepared:
    """Return the folder compiled and checked, with what the command line changes of it."""
    return prepare(read_folder(path), Variant(local, tuple(overrides or ())), os.environ)
