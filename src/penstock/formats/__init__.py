"""Bytes to Arrow batches and back: the formats, and how a table's format is opened.

>>> from penstock.core.batch import Records
>>> from penstock.core.types import BIGINT, Field
>>> schema = Schema((Field("n", BIGINT),))
>>> decoder = open_decoder(schema, schema, {"format": Option("json")})
>>> decoded = decoder.decode(Records.of([b'{"n": "3"}', b"oops"]), arrived_us=0)
>>> decoded.batch.to_pylist(), decoded.invalid.reasons
([{'n': 3}], ['not JSON: expecting value at 0'])
>>> open_encoder(schema, {}).encode(decoded.batch)[0]
b'{"n":3}'
"""

from __future__ import annotations

from collections.abc import Mapping

from penstock.config.options import read_options
from penstock.core.errors import Location, did_you_mean
from penstock.core.table import Option
from penstock.core.types import Schema
from penstock.formats.csv import CSV
from penstock.formats.decoding import Decoded, Decoder, DecodingTask, Encoder, Format, Invalid
from penstock.formats.errors import NotThisWay, UnknownFormat, UnsupportedType
from penstock.formats.json import JSON
from penstock.formats.parquet import PARQUET
from penstock.formats.raw import RAW
from penstock.formats.warming import warm

__all__ = [
    "FORMATS", "Decoded", "Decoder", "Encoder", "Format", "Invalid", "format_of", "open_decoder",
    "open_encoder", "split_options", "warm",
]  # fmt: skip

FORMATS: tuple[Format, ...] = (JSON, CSV, RAW, PARQUET)
"""Every format; to add one, write its file and name it here."""
_NAMED_BY = ("format", "value.format")
_DEFAULT = "json"


def open_decoder(
    schema: Schema,
    wanted: Schema,
    options: Mapping[str, Option],
    where: Location | None = None,
) -> Decoder:
    """Return the decoder that a table's WITH clause asks for.

    `schema` holds the table's physical columns, `wanted` the needed ones of them, with ROW columns
    cut down to the needed fields. Of `options` (the whole clause) only the format's are read.
    """
    format_ = format_of(options)
    settings = _settings(format_, schema, options, where)
    if format_.open_decoder is None:
        raise _wrong_way(format_, "read", where)
    return format_.open_decoder(DecodingTask(schema, wanted, settings))


def open_encoder(
    schema: Schema, options: Mapping[str, Option], where: Location | None = None
) -> Encoder:
    """Return the encoder that a table's WITH clause asks for."""
    format_ = format_of(options)
    settings = _settings(format_, schema, options, where)
    if format_.open_encoder is None:
        raise _wrong_way(format_, "written", where)
    return format_.open_encoder(schema, settings)


def format_of(options: Mapping[str, Option]) -> Format:
    """Return the format that a WITH clause names; JSON when it names none."""
    option = next((options[name] for name in _NAMED_BY if name in options), Option(_DEFAULT))
    known = {format_.declaration.name: format_ for format_ in FORMATS}
    if option.value not in known:
        hint = did_you_mean(option.value, known)
        raise UnknownFormat(f"unknown format '{option.value}'", where=option.where, hint=hint)
    return known[option.value]


_FORMLESS = {
    "BITMAP": "declare it BYTES and use BITMAP_TO_BYTES or BITMAP_FROM_BYTES",
    "VARIANT": "declare it STRING and use JSON_STRING or PARSE_JSON",
}


def split_options(
    options: Mapping[str, Option],
) -> tuple[dict[str, Option], dict[str, Option]]:
    """Return a WITH clause's options in two: the connector's, then the format's own.

    >>> connector, own = split_options({"path": Option("x"), "csv.null-literal": Option("-"),
    ...                                 "format": Option("csv")})
    >>> list(connector), list(own)
    (['path'], ['csv.null-literal'])
    """
    prefix = f"{format_of(options).declaration.name}."
    connector, own = {}, {}
    for name, option in options.items():
        bare = name.removeprefix("value.")
        if bare.startswith(prefix):
            own[bare] = option
        elif name not in _NAMED_BY:
            connector[name] = option
    return connector, own


def _settings(
    format_: Format, schema: Schema, options: Mapping[str, Option], where: Location | None
) -> Mapping[str, object]:
    declaration = format_.declaration
    _, own = split_options(options)
    settings = read_options(f"format '{declaration.name}'", declaration.settings, own, where)
    _refuse_formless(declaration.name, schema)
    format_.check(schema, settings)
    return settings


def _refuse_formless(name: str, schema: Schema) -> None:
    for field in schema.fields:
        if hint := next((hint for word, hint in _FORMLESS.items() if word in str(field.type)), ""):
            message = f"format '{name}' has no form for column '{field.name}': {field.type}"
            raise UnsupportedType(message, hint=hint)


def _wrong_way(format_: Format, verb: str, where: Location | None) -> NotThisWay:
    name = format_.declaration.name
    return NotThisWay(
        f"format '{name}' cannot be {verb} record by record",
        where=where,
        hint="use 'json' or 'csv', or the connector 'filesystem' for whole files",
    )
