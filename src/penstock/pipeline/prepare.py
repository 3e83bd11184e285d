"""A folder compiled and checked: all that a run needs to know before it touches anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from penstock.pipeline.changes import needs_old
from penstock.pipeline.check import check_plan
from penstock.pipeline.folder import Folder, Variant, compile_folder, folder_settings
from penstock.sql.changelog import without_old_rows
from penstock.sql.plan import Plan


@dataclass(frozen=True, slots=True)
class Prepared:
    """A folder without errors: its plan and its settings by name."""

    folder: Folder
    variant: Variant
    plan: Plan
    settings: Mapping[str, Any]


def prepare(folder: Folder, variant: Variant, environment: Mapping[str, str]) -> Prepared:
    """Return the folder compiled; raise its first error. Nothing is opened, nothing written."""
    plan = compile_folder(folder, variant, environment)
    settings = folder_settings(folder, plan, environment)
    check_plan(plan)
    return Prepared(folder, variant, without_old_rows(plan, needs_old), settings)
