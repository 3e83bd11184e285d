"""Java's patterns for times (yyyy-MM-dd HH:mm:ss), to print times and to read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby

from penstock.functions.errors import InvalidArgument

PATTERNS_KEPT = 256
US_PER_SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_US = timedelta(microseconds=1)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = 3
_TWO_DIGITS = 2
_MICRO_DIGITS = 6
_NOON = 12
_LETTERS = frozenset("yuMdHhKkmsSaEDXZxz")
_UNIT_OF_LETTER = {"S": 1, "s": US_PER_SECOND, "m": 60 * US_PER_SECOND,
                   **dict.fromkeys("HhKka", 3600 * US_PER_SECOND)}  # fmt: skip
_DAY_US = 86_400 * US_PER_SECOND
_ZONE = r"(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)"
_ZONE_LETTERS = frozenset("XZxz")

Part = tuple[str, int]
"""A pattern letter and how often it stands there; a letter of "'" holds literal text."""


def resolution_us(pattern: str) -> int:
    """Return the coarsest unit that still tells apart what a pattern prints.

    >>> resolution_us("yyyy-MM-dd HH")
    3600000000
    """
    letters = {token[0] for token in _tokens(pattern) if isinstance(token, tuple)}
    return min((_UNIT_OF_LETTER.get(letter, _DAY_US) for letter in letters), default=_DAY_US)


def _tokens(pattern: str) -> Iterator[str | Part]:
    """Yield literal texts and counted letters."""
    pieces = re.split(r"('(?:[^']|'')*')", pattern)
    for piece in pieces:
        if piece.startswith("'"):
            yield piece[1:-1].replace("''", "'") or "'"
            continue
        for letter, run in groupby(piece):
            count = len(list(run))
            if not letter.isascii() or not letter.isalpha():
                yield letter * count
            elif letter in _LETTERS:
                yield letter, count
            else:
                raise InvalidArgument("DATE_FORMAT", f"unknown letter {letter} in '{pattern}'")


@lru_cache(PATTERNS_KEPT)
def printer(pattern: str) -> Callable[[int], str]:
    """Return a function that prints microseconds since 1970 by a pattern.

    >>> printer("dd.MM.yyyy 'at' h:mm a")(0)
    '01.01.1970 at 12:00 AM'
    """
    parts = [_printed(*token) if isinstance(token, tuple) else _same(token)
             for token in _tokens(pattern)]  # fmt: skip

    def run(us: int) -> str:
        moment = _EPOCH + us * _US
        return "".join(part(moment) for part in parts)

    return run


def _same(text: str) -> Callable[[datetime], str]:
    return lambda moment: text


def _printed(letter: str, count: int) -> Callable[[datetime], str]:
    if letter in "yu":
        return lambda at: f"{at.year % 100:02}" if count == _TWO_DIGITS else f"{at.year:0{count}}"
    if letter in "ME" and count >= _SHORT:
        names = _MONTHS if letter == "M" else _DAYS
        length = _SHORT if count == _SHORT else None
        return lambda at: names[at.month - 1 if letter == "M" else at.weekday()][:length]
    if letter == "S":
        return lambda at: f"{at.microsecond:06}000"[:count]
    if letter in _ZONE_LETTERS:
        zone = "Z" if letter == "X" else "UTC" if letter == "z" else "+0000"
        return lambda at: zone
    read = _NUMBER_OF[letter]
    return lambda at: str(read(at)).zfill(count)


_NUMBER_OF: dict[str, Callable[[datetime], int | str]] = {
    "M": lambda at: at.month,
    "d": lambda at: at.day,
    "H": lambda at: at.hour,
    "k": lambda at: at.hour or 24,
    "h": lambda at: at.hour % _NOON or _NOON,
    "K": lambda at: at.hour % _NOON,
    "m": lambda at: at.minute,
    "s": lambda at: at.second,
    "a": lambda at: "AM" if at.hour < _NOON else "PM",
    "E": lambda at: _DAYS[at.weekday()][:_SHORT],
    "D": lambda at: at.timetuple().tm_yday,
}


@lru_cache(PATTERNS_KEPT)
def reader(pattern: str, whole: bool = True) -> Callable[[str], int | None]:
    """Return a function that reads microseconds since 1970 by a pattern, None where it fails.

    Parts that the pattern lacks are those of 1970-01-01 00:00:00; a zone in the text counts.
    With `whole` false, text after the pattern is passed over, as SimpleDateFormat does.

    >>> reader("dd/MM/yyyy H:mm")("08/02/2016 5:46")
    1454910360000000
    """
    compiled = re.compile("".join(_regexes(pattern)) + (r"\Z" if whole else ""), re.ASCII)

    def run(text: str) -> int | None:
        match = compiled.match(text)
        return None if match is None else _moment_us(match.groupdict())

    return run


def _regexes(pattern: str) -> Iterator[str]:
    tokens = list(_tokens(pattern))
    for place, token in enumerate(tokens):
        if isinstance(token, str):
            yield re.escape(token)
        else:
            adjacent = place + 1 < len(tokens) and isinstance(tokens[place + 1], tuple)
            yield _regex(*token, adjacent)


def _regex(letter: str, count: int, adjacent: bool) -> str:
    """Return what reads a part; a single letter reads one digit or more, unless digits follow."""
    if letter in _ZONE_LETTERS:
        return _ZONE
    if letter == "a":
        return "(?P<a>[AaPp][Mm])"
    if letter in "ME" and count >= _SHORT:
        return f"(?P<{letter}name>[A-Za-z]+)"
    if letter == "E":
        return "[A-Za-z]+"
    name = "y" if letter == "u" else letter
    digits = f"{{{count}}}" if count > 1 or adjacent else "{1,9}" if letter in "yuS" else "{1,2}"
    return rf"(?P<{name}{count}>\d{digits})"


def _moment_us(found: dict[str, str]) -> int | None:
    parts = {name[0]: text for name, text in found.items() if name[1:].isdigit()}
    month = _month(found, parts)
    hour = _hour(found, parts)
    if month is None or hour is None:
        return None
    try:
        moment = datetime(_year(found, parts), month, int(parts.get("d", 1)), hour,
                          int(parts.get("m", 0)), int(parts.get("s", 0)), tzinfo=UTC)  # fmt: skip
    except ValueError:
        return None
    fraction = int(f"{parts.get('S', '')}000000"[:_MICRO_DIGITS])
    return (moment - _EPOCH) // _US + fraction - _zone_us(found.get("zone", "Z"))


def _year(found: dict[str, str], parts: dict[str, str]) -> int:
    year = int(parts.get("y", 1970))
    return 2000 + year if "y2" in found else year


def _month(found: dict[str, str], parts: dict[str, str]) -> int | None:
    name = found.get("Mname")
    if name is None:
        return int(parts.get("M", 1))
    short = name[:_SHORT].lower()
    return next((i for i, month in enumerate(_MONTHS, 1) if month[:_SHORT].lower() == short), None)


def _hour(found: dict[str, str], parts: dict[str, str]) -> int | None:
    """HH counts 0 to 23, kk 1 to 24, hh 1 to 12 with AM or PM, KK 0 to 11."""
    if "H" in parts or "k" in parts:
        return int(parts["H"]) if "H" in parts else int(parts["k"]) % 24
    hour = int(parts.get("h", parts.get("K", 0)))
    if hour > _NOON:
        return None
    return hour % _NOON + (_NOON if found.get("a", "am").lower() == "pm" else 0)


def _zone_us(zone: str) -> int:
    if zone == "Z":
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return (-seconds if zone[0] == "-" else seconds) * US_PER_SECOND
