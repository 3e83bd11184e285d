-- Different values count once per group, and once per FILTER; NULL is no value.
CREATE TABLE t (k STRING, n BIGINT, s STRING, good BOOLEAN);
CREATE TABLE o (k STRING, ns BIGINT, good_ns BIGINT, total BIGINT, ss BIGINT, pairs BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, COUNT(DISTINCT n), COUNT(DISTINCT n) FILTER (WHERE good), SUM(DISTINCT n), COUNT(DISTINCT s), COUNT(DISTINCT n, s) FROM t GROUP BY k;
--- t
{"k": "a", "n": 3, "s": "x"}
{"k": "a", "n": 3, "s": "y", "good": true}
{"k": "b"}
{"k": "a", "n": 4, "s": "x", "good": false}
--- changes o
+I 'a', 2, 1, 7, 2, 3
+I 'b', 0, 0, NULL, 0, 0
--- restart
--- t
{"k": "a", "n": 3, "s": "y", "good": true}
{"k": "a", "n": 4, "good": true}
{"k": "b", "n": 1}
--- changes o
-U 'a', 2, 1, 7, 2, 3
+U 'a', 2, 2, 7, 2, 3
-U 'b', 0, 0, NULL, 0, 0
+U 'b', 1, 0, 1, 0, 0
