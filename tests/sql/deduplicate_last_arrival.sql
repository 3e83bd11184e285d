-- The last row by processing time replaces the one before.
CREATE TABLE t (k STRING, x INT, p AS PROCTIME());
CREATE TABLE o (k STRING, x INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, x FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY p DESC) AS rn FROM t) WHERE rn <= 1;
--- t
{"k": "a", "x": 1}
{"k": "b", "x": 2}
{"k": "a", "x": 3}
--- changes o
+I 'a', 3
+I 'b', 2
--- t
{"k": "a", "x": 4}
--- changes o
-U 'a', 3
+U 'a', 4
