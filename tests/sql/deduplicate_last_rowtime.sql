-- The last row by event time is replaced by a later one, and by an equal one that comes later.
CREATE TABLE t (k STRING, x INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND);
CREATE TABLE o (k STRING, x INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, x FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC) AS rn FROM t) WHERE rn = 1;
--- t
{"k": "a", "x": 1, "ts": "2024-01-01 00:00:10"}
{"k": "b", "x": 2, "ts": "2024-01-01 00:00:09"}
{"k": "a", "x": 3, "ts": "2024-01-01 00:00:08"}
--- changes o
+I 'a', 1
+I 'b', 2
--- t
{"k": "b", "x": 4, "ts": "2024-01-01 00:00:09"}
{"k": "a", "x": 5, "ts": "2024-01-01 00:00:01"}
--- restart
--- t
{"k": "b", "x": 6, "ts": "2024-01-01 00:00:09"}
--- changes o
-U 'b', 2
+U 'b', 4
-U 'b', 4
+U 'b', 6
