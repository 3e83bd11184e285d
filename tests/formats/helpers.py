"""Open decoders and encoders in one line."""

from __future__ import annotations

from penstock.core.batch import Records
from penstock.core.table import Option
from penstock.core.types import Field, Schema, SqlType
from penstock.formats import Decoded, Decoder, Encoder, open_decoder, open_encoder


def columns(**types: SqlType) -> Schema:
    return Schema(tuple(Field(name, type_) for name, type_ in types.items()))


def options(**given: str) -> dict[str, Option]:
    """Return a WITH clause: json__ignore_parse_errors='true' is json.ignore-parse-errors."""
    return {
        name.replace("__", ".").replace("_", "-"): Option(value) for name, value in given.items()
    }


def decoder(schema: Schema, wanted: Schema | None = None, **given: str) -> Decoder:
    return open_decoder(schema, schema if wanted is None else wanted, options(**given))


def encoder(schema: Schema, **given: str) -> Encoder:
    return open_encoder(schema, options(**given))


def decode(schema: Schema, lines: list[bytes], **given: str) -> Decoded:
    return decoder(schema, **given).decode(Records.of(lines), 0)


def rows(schema: Schema, lines: list[bytes], **given: str) -> list[dict[str, object]]:
    return decode(schema, lines, **given).batch.to_pylist()


def one(type_: SqlType, text: str, **given: str) -> object:
    """Return the value that column `v` gets from its JSON text; the reason when it gets none."""
    decoded = decode(columns(v=type_), [f'{{"v":{text}}}'.encode()], **given)
    return decoded.invalid.reasons[0] if len(decoded.invalid) else decoded.batch["v"][0].as_py()
