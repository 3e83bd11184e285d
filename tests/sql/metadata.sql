-- METADATA columns come from the source, under their own names or others.
CREATE TABLE t (n INT, at_ TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL, later AS at_ + INTERVAL '1' SECOND);
CREATE TABLE o (n INT, at_ TIMESTAMP_LTZ(3), later TIMESTAMP_LTZ(3));
INSERT INTO o SELECT n, at_, later FROM t;
--- t
{"n": 1, "@timestamp": 1700000000000000}
{"n": "2", "@timestamp": 1700000001000000}
--- rows o
1, 2023-11-14 22:13:20.000, 2023-11-14 22:13:21.000
2, 2023-11-14 22:13:21.000, 2023-11-14 22:13:22.000
