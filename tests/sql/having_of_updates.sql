-- HAVING over groups that change: a group comes when it meets the condition and goes when it does not.
CREATE TABLE t (k STRING, n BIGINT);
CREATE TABLE o (k STRING, total BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, SUM(n) FROM t GROUP BY k HAVING SUM(n) > 5;
--- t
{"k": "a", "n": 3}
{"k": "b", "n": 6}
--- changes o
+I 'b', 6
--- t
{"k": "a", "n": 3}
{"k": "b", "n": 1}
--- changes o
+I 'a', 6
-U 'b', 6
+U 'b', 7
--- t
{"k": "a", "n": 1}
{"k": "b", "n": -6}
--- changes o
-U 'a', 6
+U 'a', 7
-D 'b', 7
