-- The table of regions is one like any other: the densest region of all.
CREATE TABLE t (x DOUBLE);
CREATE TABLE o (n BIGINT, most BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT COUNT(*), MAX(points) FROM TABLE(HOTSPOT_REGIONS(TABLE t, DESCRIPTOR(x), 100, 1, 2));
--- t
{"x": 1}
{"x": 1.5}
{"x": 9}
{"x": 9.5}
{"x": 10}
--- rows o
2, 3
