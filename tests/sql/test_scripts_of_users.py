"""Scripts that people have run unchanged elsewhere are planned as they stand."""

from __future__ import annotations

from penstock.core.types import Kind
from penstock.sql import compile_script, explain
from penstock.sql.plan import Filter, Project, Scan
from tests.sql.scripts import ACCIDENTS, NEXMARK

ACCIDENTS_PLAN = """\
insert us_accidents_stream_1_results into us_accidents_stream_1_results (kinesis)
  Filter Severity > 3  [append, time Txn_Timestamp]
    Scan us_accidents_stream (kinesis): ID, Severity, City, County, Txn_Timestamp; \
watermark Txn_Timestamp - 5 s  [append, time Txn_Timestamp]"""

NEXMARK_PLAN = """\
insert nexmark_q1 into nexmark_q1 (blackhole)
  Project bid.auction AS auction, bid.bidder AS bidder, \
CAST(0.908 * CAST(bid.price AS DECIMAL(19, 0)) AS DECIMAL(23, 3)) AS price, dateTime, \
bid.extra AS extra  [append, time dateTime]
    #1 Filter event_type = 2  [append, time dateTime]
      Scan datagen (nexmark): event_type, bid, CASE WHEN event_type = 0 THEN person.dateTime \
WHEN event_type = 1 THEN auction.dateTime ELSE bid.dateTime END AS dateTime; \
reads event_type, person(dateTime), auction(dateTime), \
bid(auction, bidder, price, dateTime, extra); watermark dateTime - 4 s  [append, time dateTime]
insert nexmark_q2 into nexmark_q2 (blackhole)
  Project bid.auction AS auction, bid.price AS price  [append]
    Filter MOD(bid.auction, 123) = 0  [append, time dateTime]
      #1 as above
insert counts into counts (blackhole)
  Project auction, count0 AS num, window_start AS starttime, window_end AS endtime  \
[append, key auction, endtime]
    WindowAggregate HOP(dateTime, size 10 s, slide 2 s): by auction, count0 = COUNT(*), \
window_start, window_end  [append, key auction, window_end]
      | keeps accumulators per key and slice of its windows
      Project bid.auction AS auction, dateTime  [append, time dateTime]
        #1 as above"""


def test_the_accidents_notebook_is_planned_as_pasted() -> None:
    plan = compile_script(ACCIDENTS)
    source = plan.tables["us_accidents_stream"]
    assert len(source.schema) == 48
    assert source.schema.names[8] == "Distance(mi)"
    assert source.schema.fields[23].name == "Humidity(%)"
    assert source.partition_keys == ("Severity",)
    assert source.connector == "kinesis"
    assert source.options["scan.stream.initpos"].value == "LATEST"
    assert source.options["stream"].where is not None
    assert source.options["stream"].where.line == 58
    assert explain(plan) == ACCIDENTS_PLAN


def test_the_accidents_query_decodes_five_of_48_columns() -> None:
    plan = compile_script(ACCIDENTS)
    root = plan.inserts[0].input
    assert isinstance(root, Filter)
    assert isinstance(root.input, Scan)
    wanted = ("ID", "Severity", "City", "County", "Txn_Timestamp")
    assert root.input.wanted.names == wanted


def test_nexmark_reads_one_table_once_and_decodes_only_the_fields_that_are_used() -> None:
    assert explain(compile_script(NEXMARK)) == NEXMARK_PLAN


def test_nexmark_inserts_share_one_scan_object() -> None:
    plan = compile_script(NEXMARK)
    scans = set()
    for insert in plan.inserts:
        relation = insert.input
        while not isinstance(relation, Scan):
            relation = relation.input
        scans.add(id(relation))
    assert len(scans) == 1


def test_a_bid_query_alone_needs_one_field_of_each_other_event() -> None:
    script = NEXMARK.split("CREATE TABLE nexmark_q1")[0] + (
        "CREATE TABLE q (auction BIGINT); INSERT INTO q SELECT auction FROM bid;"
    )
    root = compile_script(script).inserts[0].input
    assert isinstance(root, Project)
    scan = root.input.input
    assert isinstance(scan, Scan)
    fields = {
        field.name: tuple(child.name for child in field.type.children)
        for field in scan.wanted.fields
        if field.type.kind is Kind.ROW
    }
    assert fields == {
        "person": ("dateTime",),
        "auction": ("dateTime",),
        "bid": ("auction", "dateTime"),
    }
