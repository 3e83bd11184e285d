"""The Nexmark queries as the benchmark's Flink suite has them, one file each, and their tables.

The statements are those of the suite (github.com/nexmark/nexmark, Apache License 2.0), so that
figures can be compared; each query writes to a table of its own.

>>> script("q2", Source.GENERATOR, {"EVENTS_NUM": "1000"}).splitlines()[-1]
'SELECT auction, price FROM bid WHERE MOD(auction, 123) = 0;'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from string import Template

from penstock.core.errors import UserError, did_you_mean
from penstock.pipeline.python_functions import folder_loader
from penstock.sql import compile_script
from penstock.sql.plan import Plan

QUERIES = (*(f"q{number}" for number in range(24) if number != 6), *(f"cep{n}" for n in range(4)))  # noqa: PLR2004 -- q6
"""All queries by name. Flink cannot run q6 (it needs a retracting OVER aggregate), nor can we."""
FOLDER = Path(__file__).parent / "nexmark_sql"
COUNT_CHAR = "'functions.count_char' LANGUAGE PYTHON"
_DEFAULTS = {
    "TPS": "10000",
    "EVENTS_NUM": "1000000",
    "PERSON_PROPORTION": "1",
    "AUCTION_PROPORTION": "3",
    "BID_PROPORTION": "46",
    "COUNT_CHAR": COUNT_CHAR,
    "NEXMARK_DIR": ".",
    "FLINK_HOME": ".",
    "SUBMIT_TIME": "now",
}
"""The suite's own parameters and what they usually are."""


class Source(StrEnum):
    """Where the events come from: made as columns, or read from lines of JSON."""

    GENERATOR = "generator"
    JSON = "json"


class UnknownQuery(UserError):
    """The suite has no query of that name.

    >>> print(UnknownQuery("no query 'q24'", hint="did you mean 'q23'?"))
    E852 no query 'q24'
    hint: did you mean 'q23'?
    """

    code = "E852"


def chosen(names: str | None) -> tuple[str, ...]:
    """Return the queries of a comma-separated list, all of them for None.

    >>> chosen("q5, cep1")
    ('q5', 'cep1')
    """
    if names is None:
        return QUERIES
    found = tuple(name.strip() for name in names.split(",") if name.strip())
    for name in found:
        if name not in QUERIES:
            hint = "Flink cannot run q6 either" if name == "q6" else did_you_mean(name, QUERIES)
            raise UnknownQuery(f"no query '{name}'", hint=hint)
    return found


def script(query: str, source: Source, parameters: Mapping[str, str]) -> str:
    """Return the whole script of a query: the table of events, its views, the query."""
    ddl = "ddl_gen" if source is Source.GENERATOR else "ddl_json"
    return filled((ddl, "ddl_views", query), parameters)


def compiled_script(query: str, source: Source, parameters: Mapping[str, str]) -> Plan:
    """Return the plan of a query's script."""
    text = script(query, source, parameters)
    return compile_script(text, f"{query}.sql", load=folder_loader(FOLDER))


def filled(names: Iterable[str], parameters: Mapping[str, str]) -> str:
    """Return the files one after the other with their `${…}` parameters put in."""
    text = "\n".join((FOLDER / f"{name}.sql").read_text() for name in names)
    return Template(text).safe_substitute({**_DEFAULTS, **parameters})
