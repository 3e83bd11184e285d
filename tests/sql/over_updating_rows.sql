-- Rows that are updated move within the order, and the sums of those behind them with them.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (k STRING, c BIGINT, s BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, c, SUM(c) OVER (ORDER BY c) FROM (SELECT k, COUNT(*) AS c FROM t GROUP BY k);
--- t
{"k": "a"}
{"k": "b"}
--- changes o
+I 'a', 1, 2
+I 'b', 1, 2
--- t
{"k": "a"}
--- changes o
-D 'a', 1, 2
-U 'b', 1, 2
+U 'b', 1, 1
+I 'a', 2, 3
--- restart
--- t
{"k": "b"}
{}
--- changes o
-D 'b', 1, 1
-U 'a', 2, 3
+U 'a', 2, 5
+I 'b', 2, 5
+I NULL, 1, 1
