"""Replace the tables of a plan: `--set` and `--local` change options, never the query."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from penstock.core.errors import UserError, did_you_mean
from penstock.core.table import Option, Table
from penstock.sql.plan import Plan, Scan
from penstock.sql.prune_scan import IDLE_OPTION


class BadOverride(UserError):
    """A `--set` is not of the form TABLE.OPTION=VALUE, or names no table of the script.

    >>> print(BadOverride("--set 'bids': expected TABLE.OPTION=VALUE"))
    E506 --set 'bids': expected TABLE.OPTION=VALUE
    """

    code = "E506"


def retarget(plan: Plan, change: Callable[[Table], Table]) -> Plan:
    """Return the plan with `change` applied to each table, in scans and inserts too."""
    tables = {name: change(table) for name, table in plan.tables.items()}

    def swapped(node: Any) -> Any:
        return tables.get(node.name, node) if isinstance(node, Table) else None

    return dataclasses.replace(_with_queries(plan, swapped), tables=tables)


def with_idle_timeout(plan: Plan, timeout_us: int) -> Plan:
    """Return the plan with a timeout for the tables that say nothing of idleness themselves."""

    def timed(node: Any) -> Any:
        if isinstance(node, Scan) and node.watermark and IDLE_OPTION not in node.table.options:
            watermark = dataclasses.replace(node.watermark, idle_timeout_us=timeout_us or None)
            return dataclasses.replace(node, watermark=watermark)
        return None

    return _with_queries(plan, timed)


def _with_queries(plan: Plan, change: Callable[[Any], Any]) -> Plan:
    inserts = tuple(_swap(insert, change) for insert in plan.inserts)
    views = {name: _swap(view, change) for name, view in plan.views.items()}
    scans = {name: _swap(scan, change) for name, scan in plan.scans.items()}
    return dataclasses.replace(plan, inserts=inserts, views=views, scans=scans)


def _swap(node: Any, change: Callable[[Any], Any]) -> Any:
    """Return a node with the parts replaced for which `change` gives something."""
    other = change(node)
    if other is not None:
        return other
    if isinstance(node, tuple):
        return tuple(_swap(item, change) for item in node)
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        fields = {f.name: getattr(node, f.name) for f in dataclasses.fields(node)}
        changed = {name: _swap(value, change) for name, value in fields.items()}
        if any(changed[name] is not value for name, value in fields.items()):
            return dataclasses.replace(node, **changed)
    return node


def parse_overrides(texts: Iterable[str], tables: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return option values by table and option, from `--set` texts.

    >>> parse_overrides(["bids.scan.stream.initpos=LATEST"], ["bids"])
    {'bids': {'scan.stream.initpos': 'LATEST'}}
    """
    known = sorted(tables, key=len, reverse=True)
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        path, equals, value = text.partition("=")
        table = next((name for name in known if path.startswith(f"{name}.")), None)
        if not equals or table is None:
            hint = did_you_mean(path.split(".")[0], known)
            raise BadOverride(f"--set '{text}': expected TABLE.OPTION=VALUE", hint=hint)
        found.setdefault(table, {})[path.removeprefix(f"{table}.")] = value
    return found


def override(table: Table, values: Mapping[str, str]) -> Table:
    """Return the table with options replaced or added."""
    options = {**table.options, **{name: Option(value) for name, value in values.items()}}
    return dataclasses.replace(table, options=options)
