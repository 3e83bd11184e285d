"""Read a WITH clause against the settings that a connector declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from penstock.config.settings import Setting
from penstock.core.errors import Location, UserError, did_you_mean
from penstock.core.table import Option


@dataclass(frozen=True, slots=True)
class Declaration:
    """A connector or format as its users see it: one sentence each, then its settings.

    `guarantee` says in one sentence what a restart may repeat or lose.
    """

    name: str
    summary: str
    guarantee: str
    settings: tuple[Setting, ...]
    example: str = ""


class UnknownOption(UserError):
    """A WITH clause has an option that its connector does not know.

    >>> print(UnknownOption("unknown option 'topik' of connector 'kafka'"))
    E101 unknown option 'topik' of connector 'kafka'
    """

    code = "E101"


class BadOption(UserError):
    """An option's value cannot be read or is out of its limits.

    >>> print(BadOption("option 'port': at most 65535, not '70000'"))
    E102 option 'port': at most 65535, not '70000'
    """

    code = "E102"


class MissingOption(UserError):
    """A required option is absent.

    >>> print(MissingOption("connector 'filesystem' needs the option 'path'"))
    E103 connector 'filesystem' needs the option 'path'
    """

    code = "E103"


def read_options(
    owner: str,
    settings: Iterable[Setting],
    given: Mapping[str, Option],
    where: Location | None = None,
) -> dict[str, Any]:
    """Return every declared setting's value by name (None: absent), checked.

    `owner` is how messages call the thing, such as "connector 'email'". Names of the form
    `properties.*` give a dict of the rest of the name to its value.
    """
    declared = {setting.name: setting for setting in settings}
    values: dict[str, Any] = {}
    for name, setting in declared.items():
        values[name] = {} if name.endswith(".*") else _default(setting)
    for name, option in given.items():
        _place(owner, declared, values, name, option)
    for name, setting in declared.items():
        if setting.required and values[name] is None:
            hint = f"add '{name}' = '{setting.example}'" if setting.example else setting.meaning
            raise MissingOption(f"{owner} needs the option '{name}'", where=where, hint=hint)
    return values


def _default(setting: Setting) -> Any:
    return None if setting.default is None else setting.parse(setting.default)


def _place(
    owner: str, declared: Mapping[str, Setting], values: dict[str, Any], name: str, option: Option
) -> None:
    setting = declared.get(name)
    if setting is not None:
        values[name] = _parse(setting, name, option)
        return
    for pattern, wide in declared.items():
        if pattern.endswith(".*") and name.startswith(pattern[:-1]):
            values[pattern][name.removeprefix(pattern[:-1])] = _parse(wide, name, option)
            return
    hint = did_you_mean(name, declared)
    raise UnknownOption(f"unknown option '{name}' of {owner}", where=option.where, hint=hint)


def _parse(setting: Setting, name: str, option: Option) -> Any:
    try:
        return setting.parse(option.value)
    except ValueError as wrong:
        hint = did_you_mean(option.value, setting.choices) or setting.meaning
        raise BadOption(f"option '{name}': {wrong}", where=option.where, hint=hint) from None
