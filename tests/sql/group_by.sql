-- GROUP BY without a window: each batch updates the groups that it touches.
CREATE TABLE t (k STRING, n BIGINT);
CREATE TABLE o (k STRING, rows_ BIGINT, known BIGINT, total BIGINT, mean BIGINT, least BIGINT, most BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, COUNT(*), COUNT(n), SUM(n), AVG(n), MIN(n), MAX(n) FROM t GROUP BY k;
--- t
{"k": "a", "n": 3}
{"k": "b"}
{"k": "a", "n": 4}
{"n": 1}
--- changes o
+I 'a', 2, 2, 7, 3, 3, 4
+I 'b', 1, 0, NULL, NULL, NULL, NULL
+I NULL, 1, 1, 1, 1, 1, 1
--- t
{"k": "b", "n": 5}
{"n": -1}
{"n": null}
--- changes o
-U 'b', 1, 0, NULL, NULL, NULL, NULL
+U 'b', 2, 1, 5, 5, 5, 5
-U NULL, 1, 1, 1, 1, 1, 1
+U NULL, 3, 2, 0, 0, -1, 1
--- restart
--- t
{"k": "a", "n": 5}
--- changes o
-U 'a', 2, 2, 7, 3, 3, 4
+U 'a', 3, 3, 12, 4, 3, 5
