-- Each grouping set is a GROUP BY of its own; GROUPING says which keys a row's set lacks.
CREATE TABLE t (a STRING, b STRING, n BIGINT);
CREATE TABLE o (a STRING, b STRING, total BIGINT, of_a BIGINT, ab BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT a, b, SUM(n), GROUPING(a), GROUPING_ID(a, b) FROM t GROUP BY GROUPING SETS ((a, b), (a), ());
--- t
{"a": "x", "b": "y", "n": 1}
{"a": "x", "n": 2}
--- changes o
+I 'x', 'y', 1, 0, 0
+I 'x', NULL, 2, 0, 0
+I 'x', NULL, 3, 0, 1
+I NULL, NULL, 3, 1, 3
--- restart
--- t
{"a": "z", "b": "y", "n": 4}
--- changes o
+I 'z', 'y', 4, 0, 0
+I 'z', NULL, 4, 0, 1
-U NULL, NULL, 3, 1, 3
+U NULL, NULL, 7, 1, 3
