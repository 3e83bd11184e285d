"""A pipeline's folder: its script, its settings, its dashboard text, and where its state lives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from penstock.config.toml import from_environment, read_folder_settings
from penstock.core.errors import UserError
from penstock.core.table import Table
from penstock.pipeline.layout import DASHBOARD, SCRIPT, SETTINGS, STATE
from penstock.pipeline.local import to_local
from penstock.pipeline.python_functions import folder_loader
from penstock.pipeline.retarget import override, parse_overrides, retarget, with_idle_timeout
from penstock.sql import compile_script
from penstock.sql.plan import Plan


class NoPipeline(UserError):
    """A folder has no pipeline.sql.

    >>> print(NoPipeline("no pipeline.sql in 'wind'", hint="penstock new wind --from wind"))
    E507 no pipeline.sql in 'wind'
    hint: penstock new wind --from wind
    """

    code = "E507"


class NotText(UserError):
    """A file of a folder is not UTF-8.

    >>> print(NotText("pipeline.sql is not UTF-8: invalid start byte at byte 7"))
    E512 pipeline.sql is not UTF-8: invalid start byte at byte 7
    """

    code = "E512"


@dataclass(frozen=True, slots=True)
class Variant:
    """What a command line changes of a folder: stand-ins for services, options of tables."""

    local: bool = False
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as it was read; `path` is absolute."""

    path: Path
    script: str
    settings_text: str
    dashboard_text: str | None

    @property
    def state(self) -> Path:
        """Where streams, checkpoints and local tables live."""
        return self.path / STATE

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.path.name


def read_folder(path: Path) -> Folder:
    """Return the folder's files; NoPipeline when it holds no script."""
    path = path.resolve()
    script = path / SCRIPT
    if not script.is_file():
        hint = f"write {SCRIPT} there, or start from an example: penstock new NAME --from wind"
        raise NoPipeline(f"no {SCRIPT} in '{path}'", hint=hint)
    settings, dashboard = path / SETTINGS, path / DASHBOARD
    return Folder(
        path,
        _text(script),
        _text(settings) if settings.is_file() else "",
        _text(dashboard) if dashboard.is_file() else None,
    )


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as wrong:
        message = f"{path.name} is not UTF-8: {wrong.reason} at byte {wrong.start}"
        raise NotText(message, hint="save it as UTF-8") from None


def compile_folder(folder: Folder, variant: Variant, environment: Mapping[str, str]) -> Plan:
    """Return the folder's plan with its overrides, stand-ins and secrets in place."""
    plan = compile_script(folder.script, SCRIPT, load=folder_loader(folder.path))
    overrides = parse_overrides(variant.overrides, plan.tables)

    def change(table: Table) -> Table:
        table = override(table, overrides.get(table.name, {}))
        table = override_from(table, environment)
        return to_local(table) if variant.local else table

    idle_us = folder_settings(folder, plan, environment)["table.exec.source.idle-timeout"]
    return with_idle_timeout(retarget(plan, change), idle_us)


def override_from(table: Table, environment: Mapping[str, str]) -> Table:
    """Return the table with `${NAME}` options read from the environment."""
    resolved = from_environment(table.options, environment)
    changed = {k: v.value for k, v in resolved.items() if v is not table.options[k]}
    return override(table, changed) if changed else table


def folder_settings(folder: Folder, plan: Plan, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the folder's settings by name, checked."""
    return read_folder_settings(folder.settings_text, SETTINGS, plan.settings, environment)
