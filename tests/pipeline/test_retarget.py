"""Options change, queries do not."""

from __future__ import annotations

import pytest

from penstock.core.table import Option, Table
from penstock.core.types import BIGINT, Field, Schema
from penstock.pipeline.local import NeedsLocal, refuse_remote, to_local
from penstock.pipeline.retarget import BadOverride, override, parse_overrides, retarget
from penstock.sql.plan import Insert, Plan, Scan, Traits

SCHEMA = Schema((Field("a", BIGINT),))


def table(name: str, **options: str) -> Table:
    given = {key.replace("_", "."): Option(value) for key, value in options.items()}
    return Table(name, SCHEMA, given)


def scan(read: Table) -> Scan:
    return Scan(read, SCHEMA, (), (), SCHEMA, None, Traits())


def test_a_change_reaches_scans_and_inserts() -> None:
    source, sink = table("s", connector="kinesis", stream="x"), table("t", connector="print")
    plan = Plan({"s": source, "t": sink}, (Insert("t", sink, scan(source)),))
    local = retarget(plan, to_local)
    assert local.tables["s"].connector == "stream"
    assert local.inserts[0].input.table.connector == "stream"  # type: ignore[union-attr]
    assert local.inserts[0].table is sink


def test_kinesis_becomes_a_stream_of_the_same_name_without_its_region() -> None:
    local = to_local(table("s", connector="kinesis", stream="x", aws_region="us-east-1"))
    assert {name: option.value for name, option in local.options.items()} == {
        "connector": "stream",
        "stream": "x",
        "scan.stream.initpos": "LATEST",
    }


def test_kafka_becomes_a_stream_named_after_its_topic() -> None:
    options = {
        "connector": Option("kafka"),
        "topic": Option("bids"),
        "properties.bootstrap.servers": Option("host:9092"),
        "scan.startup.mode": Option("earliest-offset"),
    }
    local = to_local(Table("s", SCHEMA, options))
    assert {name: option.value for name, option in local.options.items()} == {
        "connector": "stream",
        "stream": "bids",
        "scan.stream.initpos": "TRIM_HORIZON",
    }


def test_a_service_without_local_is_refused_with_the_way_out() -> None:
    with pytest.raises(NeedsLocal, match="--local"):
        refuse_remote(table("s", connector="kinesis"))


def test_overrides_find_the_longest_table_name() -> None:
    found = parse_overrides(["a.b.c=1"], ["a", "a.b"])
    assert found == {"a.b": {"c": "1"}}
    assert override(table("a", x="0"), {"x": "1"}).options["x"].value == "1"


@pytest.mark.parametrize("text", ["bids", "bids.x", "bidz.x=1"])
def test_an_override_that_names_no_option_of_a_table_is_refused(text: str) -> None:
    with pytest.raises(BadOverride):
        parse_overrides([text], ["bids"])
