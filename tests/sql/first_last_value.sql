-- The first and the last value in the order of arrival; NULL is passed over.
CREATE TABLE t (k STRING, n BIGINT, s STRING, m DECIMAL(5, 1), ts TIMESTAMP(3));
CREATE TABLE o (k STRING, fn BIGINT, last_n BIGINT, fs STRING, ls STRING, fm DECIMAL(5, 1), lt TIMESTAMP(3)) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, FIRST_VALUE(n), LAST_VALUE(n), FIRST_VALUE(s), LAST_VALUE(s), FIRST_VALUE(m), LAST_VALUE(ts) FROM t GROUP BY k;
--- t
{"k": "a", "s": "x"}
{"k": "a", "n": 1, "m": 1.5, "ts": "2024-01-01 00:00:01"}
{"k": "a", "n": 2, "s": "y", "m": 2.5}
--- changes o
+I 'a', 1, 2, 'x', 'y', 1.5, 2024-01-01 00:00:01.000
--- restart
--- t
{"k": "a", "n": 3}
--- changes o
-U 'a', 1, 2, 'x', 'y', 1.5, 2024-01-01 00:00:01.000
+U 'a', 1, 3, 'x', 'y', 1.5, 2024-01-01 00:00:01.000
