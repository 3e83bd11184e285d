"""Texts and numbers in other alphabets: hexadecimal, base 64, URLs, digests."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, quote_plus, unquote_plus, urlsplit

from penstock.core.types import BYTES, INTEGERS, STRING
from penstock.functions.by_row import by_row
from penstock.functions.errors import InvalidArgument
from penstock.functions.function import Kernel, ScalarFunction
from penstock.functions.signature import (
    BINARY_OR_TEXT,
    BINARY_TEXT,
    INTEGER,
    TEXT,
    Nulls,
    first_of,
    one_of,
    takes,
)

_LONG = 2**64
_CHARSETS = {
    "US-ASCII": "ascii", "ISO-8859-1": "latin-1", "UTF-8": "utf-8", "UTF-16BE": "utf-16-be",
    "UTF-16LE": "utf-16-le", "UTF-16": "utf-16",
}  # fmt: skip
_DIGESTS = ("MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512")
_SHA2_LENGTHS = {0: "sha256", 224: "sha224", 256: "sha256", 384: "sha384", 512: "sha512"}
_NUMBER_OR_TEXT = first_of(
    takes(one_of(*INTEGERS, default=STRING), gives=STRING), takes(TEXT, gives=STRING)
)


def _as_bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


def _hexadecimal(value: Any) -> str:
    """Java's long has 64 bits, so negative numbers have 16 digits."""
    return f"{value % _LONG:X}" if isinstance(value, int) else _as_bytes(value).hex().upper()


def _from_hexadecimal(text: str) -> bytes | None:
    digits = text if len(text) % 2 == 0 else "0" + text
    try:
        return binascii.unhexlify(digits)
    except ValueError:
        return None


def _binary_digits(number: int) -> str:
    return f"{number % _LONG:b}"


def _to_base64(value: str | bytes) -> str:
    return base64.b64encode(_as_bytes(value)).decode()


def _from_base64(text: str) -> str:
    """Bad input fails its row."""
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode(errors="replace")


def _charset(function: str, name: str) -> str:
    known = _CHARSETS.get(name.upper())
    if known is None:
        raise InvalidArgument(function, f"unknown character set '{name}'")
    return known


def _encode(text: str, charset: str) -> bytes:
    return text.encode(_charset("ENCODE", charset), errors="replace")


def _decode(binary: bytes, charset: str) -> str:
    return binary.decode(_charset("DECODE", charset), errors="replace")


def _digest(name: str) -> Kernel:
    algorithm: Callable[..., Any] = getattr(hashlib, name.lower())

    def digest(value: str | bytes) -> str:
        result: str = algorithm(_as_bytes(value), usedforsecurity=False).hexdigest()
        return result

    return by_row(digest)


def _sha2(value: str | bytes, bits: int) -> str:
    if bits not in _SHA2_LENGTHS:
        raise InvalidArgument("SHA2", f"the length {bits} is none of 224, 256, 384 and 512")
    return hashlib.new(_SHA2_LENGTHS[bits], _as_bytes(value), usedforsecurity=False).hexdigest()


def _url_encode(text: str) -> str:
    return quote_plus(text, safe="*-._")


def _url_decode(text: str) -> str:
    return unquote_plus(text)


def _parse_url(url: str, part: str, key: str | None = None) -> str | None:
    try:
        pieces = urlsplit(url)
    except ValueError:
        return None
    if not pieces.scheme:
        return None
    if key is not None:
        pairs = dict(parse_qsl(pieces.query, keep_blank_values=True)) if part == "QUERY" else {}
        return pairs.get(key)
    user = pieces.netloc.rpartition("@")[0]
    query = f"?{pieces.query}" if pieces.query else ""
    found = {
        "HOST": pieces.hostname, "PATH": pieces.path, "QUERY": pieces.query or None,
        "REF": pieces.fragment or None, "PROTOCOL": pieces.scheme,
        "AUTHORITY": pieces.netloc or None, "FILE": pieces.path + query, "USERINFO": user or None,
    }  # fmt: skip
    return found.get(part)


_DIGEST_TYPES = takes(BINARY_OR_TEXT, gives=STRING)
_DIGEST_EXAMPLES = {
    name: (f"{name}('wind')", hashlib.new(name.lower(), b"wind", usedforsecurity=False).hexdigest())
    for name in _DIGESTS
}
_URL = "'https://ada@sea.org/p/q?k1=v1&k2=v2#top'"

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "HEX", "Writes an integer, or the bytes of a text, in hexadecimal digits.",
        _NUMBER_OR_TEXT, by_row(_hexadecimal), (("HEX(20)", "14"), ("HEX('wind')", "77696E64")),
        guarded=True,
    ),
    ScalarFunction(
        "UNHEX", "Reads hexadecimal digits; NULL if there are others.",
        takes(TEXT, gives=BYTES, nulls=Nulls.ALWAYS), by_row(_from_hexadecimal),
        (("UNHEX('77696E64')", "wind"), ("UNHEX('x')", None)), guarded=True,
    ),
    ScalarFunction(
        "BIN", "Writes an integer in binary digits.", takes(INTEGER, gives=STRING),
        by_row(_binary_digits), (("BIN(12)", "1100"),), guarded=True,
    ),
    ScalarFunction(
        "TO_BASE64", "Writes a text in base 64.", takes(BINARY_OR_TEXT, gives=STRING),
        by_row(_to_base64), (("TO_BASE64('hello world')", "aGVsbG8gd29ybGQ="),), guarded=True,
    ),
    ScalarFunction(
        "FROM_BASE64", "Reads a text in base 64.", takes(TEXT, gives=STRING),
        by_row(_from_base64), (("FROM_BASE64('aGVsbG8gd29ybGQ=')", "hello world"),), guarded=True,
    ),
    ScalarFunction(
        "ENCODE", "Gives the bytes of a text in a character set.",
        takes(TEXT, TEXT, gives=BYTES), by_row(_encode), (("ENCODE('wind', 'UTF-8')", "wind"),),
        guarded=True,
    ),
    ScalarFunction(
        "DECODE", "Reads bytes as a text in a character set.",
        takes(BINARY_TEXT, TEXT, gives=STRING), by_row(_decode),
        (("DECODE(ENCODE('ä', 'UTF-16BE'), 'UTF-16BE')", "ä"),), guarded=True,
    ),
    ScalarFunction(
        "URL_ENCODE", "Writes a text as a part of a URL.", takes(TEXT, gives=STRING),
        by_row(_url_encode), (("URL_ENCODE('a b&c')", "a+b%26c"),), guarded=True,
    ),
    ScalarFunction(
        "URL_DECODE", "Reads a part of a URL.", takes(TEXT, gives=STRING), by_row(_url_decode),
        (("URL_DECODE('a+b%26c')", "a b&c"),), guarded=True,
    ),
    ScalarFunction(
        "PARSE_URL", "Gives a part of a URL, or a value of its query.",
        takes(TEXT, TEXT, TEXT, gives=STRING, least=2, nulls=Nulls.ALWAYS), by_row(_parse_url),
        ((f"PARSE_URL({_URL}, 'HOST')", "sea.org"), (f"PARSE_URL({_URL}, 'QUERY', 'k2')", "v2"),
         (f"PARSE_URL({_URL}, 'FILE')", "/p/q?k1=v1&k2=v2"), (f"PARSE_URL({_URL}, 'REF')", "top")),
        guarded=True,
    ),
    *(
        ScalarFunction(
            name, f"Gives the {name} digest of a text in hexadecimal digits.", _DIGEST_TYPES,
            _digest(name), (_DIGEST_EXAMPLES[name],), guarded=True,
        )
        for name in _DIGESTS
    ),
    ScalarFunction(
        "SHA2", "Gives the SHA-2 digest of a length in bits.",
        takes(BINARY_OR_TEXT, INTEGER, gives=STRING), by_row(_sha2),
        (("SHA2('wind', 256)", _DIGEST_EXAMPLES["SHA256"][1]),), guarded=True,
    ),
)  # fmt: skip
