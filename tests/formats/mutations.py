"""Records of a few shapes, many of them damaged: what tries to get past the scanner."""

from __future__ import annotations

import json
import random

from benchmarks import nexmark_json
from penstock.core.types import (
    BIGINT,
    BOOLEAN,
    DOUBLE,
    STRING,
    TIMESTAMP_3,
    Field,
    Kind,
    Schema,
    SqlType,
)

PIECES = (
    b"", b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"0", b"9", b"-", b".", b"e", b"E5", b"+",
    b" ", b"\n", b"\x00", b"\x1f", b"\x7f", b"\x80", b"\xff", b"\xc3", b"\xc3\xa9", b"\xe2\x82",
    b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"null", b"true", b"false", b"nul", b"\\u12", b"\\u00e9",
    b"\\ud83d", b"\\x", b'\\"', b"\\\\", b'""', b'"a":1,', b"01", b"1.5", b"/*", b"'", b"NaN",
    b"99999999", b"12345678901234567", b"18446744073709551616",
)  # fmt: skip
_INNER = SqlType(Kind.ROW, children=(Field("a", BIGINT), Field("flag", BOOLEAN)))
MIXED = Schema((
    Field("id", BIGINT), Field("name", STRING), Field("ratio", DOUBLE), Field("at", TIMESTAMP_3),
    Field("inner", _INNER),
))  # fmt: skip
SCHEMAS = (nexmark_json.PRUNED, nexmark_json.ALL, MIXED, Schema(MIXED.fields[:1]), Schema(()))


class Mutations:
    """Draws batches of records; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._nexmark = nexmark_json.lines(1_000, seed)

    def batch(self, size: int) -> list[bytes]:
        """Return records of one kind, all spaced or none, up to half of them damaged."""
        make = self._chance.choice((self._event, self._mixed))
        spaced = self._chance.random() < 0.3
        records = [_respaced(make()) if spaced else make() for _ in range(size)]
        share = self._chance.choice((0.1, 0.3, 0.5))
        return [self._damaged(one) if self._chance.random() < share else one for one in records]

    def _event(self) -> bytes:
        return self._chance.choice(self._nexmark)

    def _mixed(self) -> bytes:
        pick = self._chance.choice
        size = self._chance.randrange(90)
        record = {
            "id": pick((self._chance.randrange(-(10**6), 10**12), 0, None, 1.5)),
            "skipped": pick((1, "x" * size, None, [1, {"a": "]"}], {"b": {}}, "é" * size)),
            pick(("é", "other")): pick((None, {"é": 1, "z": 2})),
            "name": pick(('a"b\\', "é" * size, "plain", None, 17, '"' * size, "x" * 63)),
            "at": pick(("2026-11-23 12:00:00.123", f"2026-11-23 12:00:{size % 60:02}", None)),
            "inner": pick((None, {"a": 5, "flag": True}, {"flag": None, "a": "6"}, {})),
            "ratio": pick((0.1, 1e300, -3, None, "2.5")),
        }
        for name in self._chance.sample(list(record), pick((0, 0, 0, 1, 2))):
            del record[name]
        ascii_only = self._chance.random() < 0.5
        return json.dumps(record, separators=(",", ":"), ensure_ascii=ascii_only).encode()

    def _damaged(self, record: bytes) -> bytes:
        broken = bytearray(record)
        for _ in range(self._chance.randrange(1, 4)):
            at = self._chance.randrange(len(broken) + 1)
            if self._chance.random() < 0.1:
                del broken[at:]
            elif self._chance.random() < 0.1:
                del broken[:at]
            else:
                broken[at : at + self._chance.randrange(3)] = self._chance.choice(PIECES)
        return bytes(broken)


def _respaced(record: bytes) -> bytes:
    return json.dumps(json.loads(record), ensure_ascii=False).encode()
