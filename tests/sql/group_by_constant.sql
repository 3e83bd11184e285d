-- A number in GROUP BY is a constant, no position, as in Flink.
CREATE TABLE t (n INT);
CREATE TABLE o (one_ INT, c BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT 1, COUNT(*) FROM t GROUP BY 1;
--- t
{"n": 2}
{"n": 3}
--- changes o
+I 1, 2
