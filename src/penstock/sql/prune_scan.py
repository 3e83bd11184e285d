"""A table's scan with only the columns, fields and metadata that somebody reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from penstock.config.options import BadOption
from penstock.config.settings import parse_duration
from penstock.core.types import Field, Schema
from penstock.sql.expression import ColumnReference
from penstock.sql.paths import Path, narrowed, paths_of
from penstock.sql.plan import MetadataColumn, Scan, Watermark
from penstock.sql.pruned import Pruned, traits_of
from penstock.sql.walk import remapped

IDLE_OPTION = "scan.watermark.idle-timeout"
IDLE_SETTING = "table.exec.source.idle-timeout"


def pruned_scan(scan: Scan, needed: set[Path], settings: Mapping[str, str]) -> Pruned:
    """Return the scan; what the watermark needs is always read."""
    wanted = (needed | _watermark_paths(scan)) or {(0,)}
    read = {p for path in wanted for p in paths_of(scan.columns[path[0]], path[1:])} or {(0,)}
    given = _given(scan, read)
    kept = sorted({path[0] for path in wanted})
    below = _references(given)
    columns = tuple(remapped(scan.columns[index], below) for index in kept)
    names = [scan.schema.names[index] for index in kept]
    fields = [Field(n, column.type) for n, column in zip(names, columns, strict=True)]
    places = _references(list(zip(kept, fields, strict=True)))
    relation = Scan(
        scan.table,
        Schema(tuple(field for index, field in given if index < len(scan.wanted))),
        _metadata(scan, given),
        columns,
        Schema(tuple(fields)),
        _watermark(scan, places, settings),
        traits_of(scan.traits, places),
    )
    return Pruned(relation, places)


def _references(fields: Sequence[tuple[int, Field]]) -> dict[int, ColumnReference]:
    """Return references to columns by their old numbers, the new ones being their order."""
    return {
        old: ColumnReference(new, field.name, field.type) for new, (old, field) in enumerate(fields)
    }


def _metadata(scan: Scan, given: Sequence[tuple[int, Field]]) -> tuple[MetadataColumn, ...]:
    first = len(scan.wanted)
    return tuple(
        replace(scan.metadata[index - first], field=field)
        for index, field in given
        if index >= first
    )


def _watermark_paths(scan: Scan) -> set[Path]:
    if scan.watermark is None:
        return set()
    return {(scan.watermark.column,)} | paths_of(scan.watermark.expression)


def _given(scan: Scan, read: set[Path]) -> Sequence[tuple[int, Field]]:
    """Return the columns that the source gives, with their old numbers, ROWs narrowed."""
    fields = (*scan.wanted.fields, *(each.field for each in scan.metadata))
    below: dict[int, list[tuple[str, ...]]] = {}
    for path in read:
        below.setdefault(path[0], []).append(path[1:])
    return [
        (index, Field(fields[index].name, narrowed(fields[index].type, below[index])))
        for index in sorted(below)
    ]


def _watermark(
    scan: Scan, columns: Mapping[int, ColumnReference], settings: Mapping[str, str]
) -> Watermark | None:
    if scan.watermark is None:
        return None
    return Watermark(
        columns[scan.watermark.column].index,
        remapped(scan.watermark.expression, columns),
        _idle_timeout_us(scan, settings),
    )


def _idle_timeout_us(scan: Scan, settings: Mapping[str, str]) -> int | None:
    """Return the table's option, or the script's setting; zero switches idleness off."""
    option = scan.table.options.get(IDLE_OPTION)
    text = option.value if option else settings.get(IDLE_SETTING)
    if text is None:
        return None
    try:
        return parse_duration(text) or None
    except ValueError as wrong:
        name, where = (IDLE_OPTION, option.where) if option else (IDLE_SETTING, None)
        hint = f"'{name}' = '30 s'"
        raise BadOption(f"option '{name}': {wrong}", where=where, hint=hint) from None
