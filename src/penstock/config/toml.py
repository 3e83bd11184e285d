"""Read `penstock.toml`: flattened names, checked values, errors with line and column."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from penstock.config.folder_settings import ACCEPTED_AND_IDLE, FOLDER_SETTINGS
from penstock.config.options import read_options
from penstock.core.errors import Location, UserError
from penstock.core.table import Option


class BadToml(UserError):
    """A TOML file cannot be read.

    >>> print(BadToml("not TOML: Invalid value", hint="see https://toml.io"))
    E105 not TOML: Invalid value
    hint: see https://toml.io
    """

    code = "E105"


class MissingVariable(UserError):
    """A setting asks for an environment variable that is not set.

    >>> print(MissingVariable("the environment has no variable 'TOKEN'"))
    E104 the environment has no variable 'TOKEN'
    """

    code = "E104"


def parse_toml(text: str, path: str) -> dict[str, Any]:
    """Return the file's content; BadToml with line and column when it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        place = re.search(r"line (\d+), column (\d+)", str(wrong))
        # Without a place it is the file's end that came too soon.
        end = max(1, len(text.splitlines()))
        line, column = (int(place[1]), int(place[2])) if place else (end, 1)
        where = Location(path, line, column, line_text(text, line))
        raise BadToml(f"not TOML: {str(wrong).split(' (at')[0]}", where=where) from None


def line_text(text: str, line: int) -> str:
    """Return line `line` (from 1) of a text, or nothing when it has fewer."""
    lines = text.splitlines()
    return lines[line - 1] if 0 < line <= len(lines) else ""


def locate_key(text: str, path: str, key: str) -> Location | None:
    """Return the first place where the last part of a dotted key is assigned."""
    last = re.escape(key.rsplit(".", 1)[-1])
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(rf'\s*(?:[\w."-]+\.)?"?({last})"?\s*=', line)
        if match:
            return Location(path, number, match.start(1) + 1, line, len(match[1]))
    return None


def flatten(values: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, str]]:
    """Yield dotted names with the text of their values.

    >>> list(flatten({"server": {"port": 1, "open": True}}))
    [('server.port', '1'), ('server.open', 'true')]
    """
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from flatten(value, f"{start}{name}.")
        else:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            yield f"{start}{name}", text


def read_folder_settings(
    toml_text: str, path: str, set_values: Mapping[str, str], environment: Mapping[str, str]
) -> dict[str, Any]:
    """Return every folder setting by name; SQL's SET wins over the file, the file over defaults."""
    given = {
        name: Option(value, locate_key(toml_text, path, name))
        for name, value in flatten(parse_toml(toml_text, path))
    }
    declared = {setting.name for setting in FOLDER_SETTINGS}
    for name, value in set_values.items():
        if name in declared or not name.startswith(ACCEPTED_AND_IDLE):
            given[name] = Option(value)
    return read_options("this folder", FOLDER_SETTINGS, from_environment(given, environment))


def from_environment(
    options: Mapping[str, Option], environment: Mapping[str, str]
) -> dict[str, Option]:
    """Return the options with each value of the form `${NAME}` taken from the environment."""
    return {name: _resolve(option, environment) for name, option in options.items()}


def _resolve(option: Option, environment: Mapping[str, str]) -> Option:
    match = re.fullmatch(r"\$\{(\w+)\}", option.value)
    if match is None:
        return option
    if match[1] not in environment:
        hint = f"export {match[1]}=… before the run"
        raise MissingVariable(
            f"the environment has no variable '{match[1]}'", where=option.where, hint=hint
        )
    return Option(environment[match[1]], option.where)
