"""`--local`: production connectors mapped to embedded stand-ins, so a script runs as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from penstock.core.errors import UserError
from penstock.core.table import Option, Table


@dataclass(frozen=True, slots=True)
class StandIn:
    """The embedded connector that takes another's place.

    `renamed` gives options a new name; options whose names start with one of `dropped` say where
    the real service is, which the stand-in does not need.
    """

    connector: str
    renamed: Mapping[str, str]
    dropped: tuple[str, ...]


STAND_INS: Mapping[str, StandIn] = {
    "kinesis": StandIn(
        "stream",
        {"stream.arn": "stream"},
        ("aws.", "scan.shard", "source.", "sink.requests", "sink.batch", "sink.flush", "sink.fail"),
    ),
    "kafka": StandIn(
        "stream",
        {"topic": "stream", "value.format": "format", "scan.startup.mode": "scan.stream.initpos"},
        (
            "properties.",
            "key.",
            "sink.delivery",
            "sink.transactional",
            "sink.parallelism",
            "scan.p",
        ),
    ),
    "firehose": StandIn("stream", {"delivery-stream": "stream"}, ("aws.", "sink.")),
    "dynamodb": StandIn("documents", {}, ("aws.", "table", "sink.")),
    "mongodb": StandIn("documents", {}, ("uri", "database", "collection", "sink.", "lookup.")),
}
_POSITIONS = {
    "earliest-offset": "TRIM_HORIZON",
    "latest-offset": "LATEST",
    "group-offsets": "LATEST",
}


class NeedsLocal(UserError):
    """A table names a service that this build reaches only through its stand-in.

    >>> print(NeedsLocal("table 't': connector 'kinesis' is not built in yet"))
    E505 table 't': connector 'kinesis' is not built in yet
    """

    code = "E505"


def to_local(table: Table) -> Table:
    """Return the table on its embedded stand-in; a table that needs none is returned as it is."""
    stand_in = STAND_INS.get(table.connector)
    if stand_in is None:
        return table
    options = {"connector": Option(stand_in.connector, table.options["connector"].where)}
    for name, option in table.options.items():
        if name != "connector" and not name.startswith(stand_in.dropped):
            options[stand_in.renamed.get(name, name)] = _local_value(name, option)
    if table.connector == "kinesis":
        # Kinesis begins at the newest record unless told otherwise; a stream at the oldest.
        options.setdefault("scan.stream.initpos", Option("LATEST"))
    return replace(table, options=options)


def _local_value(name: str, option: Option) -> Option:
    if name == "stream.arn":
        return replace(option, value=option.value.rsplit("/", 1)[-1])
    if name == "scan.startup.mode":
        return replace(option, value=_POSITIONS.get(option.value, option.value))
    return option


def refuse_remote(table: Table) -> None:
    """Raise NeedsLocal when the table's connector exists here only as a stand-in."""
    if table.connector in STAND_INS:
        raise NeedsLocal(
            f"table '{table.name}': connector '{table.connector}' is not built in yet",
            where=table.options["connector"].where,
            hint="run with --local to use its embedded stand-in",
        )
