-- LIMIT over results that change: the next row moves up when one goes.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (k STRING, n INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT * FROM (SELECT k, SUM(n) AS n FROM t GROUP BY k) WHERE n > 0 LIMIT 1;
--- t
{"k": "a", "n": 1}
{"k": "b", "n": 2}
--- changes o
+I 'a', 1
--- t
{"k": "a", "n": -1}
--- changes o
-U 'a', 1
+U 'b', 2
