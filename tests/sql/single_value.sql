-- SINGLE_VALUE is the value of the only row that a group has; when its row goes, another may come.
CREATE TABLE t (k STRING, g INT, s STRING);
CREATE TABLE o (k STRING, n BIGINT, s STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, COUNT(*), SINGLE_VALUE(s) FROM (SELECT k, LAST_VALUE(s) AS s FROM t GROUP BY k) GROUP BY k;
--- t
{"k": "a", "s": "x"}
{"k": "b"}
--- changes o
+I 'a', 1, 'x'
+I 'b', 1, NULL
--- t
{"k": "a", "s": "y"}
{"k": "b", "s": "z"}
--- changes o
-U 'a', 1, 'x'
+U 'a', 1, 'y'
-U 'b', 1, NULL
+U 'b', 1, 'z'
