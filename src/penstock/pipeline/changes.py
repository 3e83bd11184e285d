"""What each sink takes of a query's changes: refused before a run, or sent as it needs them."""

from __future__ import annotations

from penstock.sinks import SINKS
from penstock.sinks.errors import ChangesRefused
from penstock.sql.changelog import is_updating, reason_of
from penstock.sql.plan import Insert


def check_changes(insert: Insert) -> None:
    """Raise an error if a query updates rows and its sink can only add rows."""
    entry, table = SINKS[insert.table.connector], insert.table
    if not is_updating(insert.input) or (entry.changes and _has_key(insert)):
        return
    lacks = " without a primary key" if entry.changes else ""
    raise ChangesRefused(
        f"table '{table.name}' ({table.connector}{lacks}) takes new rows only, and its query"
        f" updates rows: {reason_of(insert.input)}",
        where=insert.where,
        hint="write to a table with PRIMARY KEY (…) NOT ENFORCED and connector 'documents'",
    )


def needs_old(insert: Insert) -> bool:
    """Say whether a sink needs the old row of an update: it shows it, or has another key."""
    entry, key = SINKS[insert.table.connector], insert.input.traits.upsert_key
    if not entry.key_needed:
        return entry.before
    names = insert.table.schema.names
    return key is None or {names[column] for column in key} != set(insert.table.primary_key)


def _has_key(insert: Insert) -> bool:
    return bool(insert.table.primary_key) or not SINKS[insert.table.connector].key_needed
