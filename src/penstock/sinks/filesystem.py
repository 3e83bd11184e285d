"""Rows into files of a folder: JSON lines, CSV or Parquet, rolled by size and age."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from penstock.config.options import Declaration
from penstock.config.settings import Setting, SettingKind
from penstock.core.types import Schema
from penstock.sinks.errors import UnfitSetting
from penstock.sinks.file_form import FileForm, ParquetCodec, parquet_form, text_form
from penstock.sinks.request import FORMAT_SETTINGS, SinkRequest, checked_columns, read_sink_options
from penstock.sinks.rolling_files import RollingFiles, RollingPolicy

PARQUET_CODECS: Mapping[str | None, ParquetCodec] = {
    None: "snappy", "none": "none", "uncompressed": "none", "gzip": "gzip", "snappy": "snappy",
    "zstd": "zstd",
}  # fmt: skip
DECLARATION = Declaration(
    name="filesystem",
    summary="Writes rows to files of a folder, in Hive-style subfolders if PARTITIONED BY.",
    guarantee="Exactly once: published files hold each row once, whenever the process is killed.",
    settings=(
        Setting("path", SettingKind.TEXT, "The folder to write to; a relative one is taken from "
                "the pipeline's folder.", example="lake/orders", required=True),
        Setting("format", SettingKind.CHOICE, "How the files are written.", default="json",
                choices=("json", "csv", "parquet")),
        Setting("compression", SettingKind.CHOICE, "How the files are compressed; without it "
                "Parquet uses snappy and text is left as it is.", example="gzip",
                choices=("none", "uncompressed", "gzip", "snappy", "zstd")),
        Setting("sink.rolling-policy.file-size", SettingKind.SIZE, "Publish a file when it has "
                "this many bytes, counted before compression.", default="128 mb", minimum=1),
        Setting("sink.rolling-policy.rollover-interval", SettingKind.DURATION,
                "Publish a file when it is this old.", default="30 min"),
        Setting("sink.rolling-policy.check-interval", SettingKind.DURATION, "How often to look "
                "at the files' age; at least as often as they grow old.", default="1 min"),
        Setting("sink.parallelism", SettingKind.INTEGER, "Taken for Flink's sake; one process "
                "writes here.", minimum=1),
        Setting("sink.partition-commit.*", SettingKind.TEXT, "Taken for Flink's sake: a file is "
                "whole as soon as it is visible, so that nobody marks its folder."),
        Setting("partition.*", SettingKind.TEXT, "The same."),
        Setting("source.*", SettingKind.TEXT, "Settings for reading the same table."),
        *FORMAT_SETTINGS,
        Setting("parquet.*", SettingKind.TEXT, "Settings of Flink's Parquet writer."),
    ),
    example="WITH ('connector' = 'filesystem', 'path' = 'lake/orders', 'format' = 'parquet')",
)  # fmt: skip


def open_sink(request: SinkRequest) -> RollingFiles:
    """Return the sink of a table with `'connector' = 'filesystem'`, its options checked."""
    options = read_sink_options(DECLARATION, request.table)
    partition_keys = _partition_keys(request)
    written = Schema(tuple(f for f in request.schema.fields if f.name not in partition_keys))
    form = _form(request, written, options["format"], options["compression"])
    age_us = options["sink.rolling-policy.rollover-interval"]
    policy = RollingPolicy(
        options["sink.rolling-policy.file-size"],
        age_us,
        min(age_us, options["sink.rolling-policy.check-interval"]),
    )
    return RollingFiles(request, _root(request, options["path"]), form, policy)


def _form(request: SinkRequest, written: Schema, name: str, compression: str | None) -> FileForm:
    if name == "parquet":
        return parquet_form(written.arrow, PARQUET_CODECS[compression])
    if compression in {"snappy", "zstd"}:
        raise UnfitSetting(
            f"option 'compression': '{compression}' goes with format 'parquet' only",
            where=request.place_of("compression"),
            hint="use 'gzip', or 'format' = 'parquet'",
        )
    return text_form(name, request.open_encoder(written), gzipped=compression == "gzip")


def _partition_keys(request: SinkRequest) -> tuple[str, ...]:
    keys = checked_columns(request, "PARTITIONED BY", request.table.partition_keys)
    for field in request.schema.fields:
        if field.name in keys and field.type.children:
            raise UnfitSetting(
                f"PARTITIONED BY: column '{field.name}' is {field.type}, which names no folder",
                where=request.where,
            )
    if keys and len(keys) == len(request.schema):
        raise UnfitSetting(
            f"table '{request.table.name}': every column is PARTITIONED BY, none is left to write",
            where=request.where,
        )
    return keys


def _root(request: SinkRequest, path: str) -> Path:
    scheme, separator, rest = path.partition("://")
    if separator and scheme != "file":
        raise UnfitSetting(
            f"option 'path': '{scheme}://' cannot be written to yet",
            where=request.place_of("path"),
            hint="run with --local, or give a folder on this machine",
        )
    return request.surroundings.folder / (rest if separator else path)
