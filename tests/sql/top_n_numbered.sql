-- Top-N with its number: all places that another row has now are updated.
CREATE TABLE t (k STRING, n BIGINT, x STRING);
CREATE TABLE o (k STRING, x STRING, rn BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, x, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n) AS rn FROM t) WHERE rn < 4;
--- t
{"k": "a", "n": 3, "x": "c"}
{"k": "a", "n": 1, "x": "a"}
--- changes o
+I 'a', 'a', 1
+I 'a', 'c', 2
--- t
{"k": "a", "n": 2, "x": "b"}
--- changes o
-U 'a', 'c', 2
+U 'a', 'b', 2
+I 'a', 'c', 3
--- restart
--- t
{"k": "a", "n": 0, "x": "z"}
{"k": "a", "n": 9, "x": "y"}
--- changes o
-U 'a', 'a', 1
+U 'a', 'z', 1
-U 'a', 'b', 2
+U 'a', 'a', 2
-U 'a', 'c', 3
+U 'a', 'b', 3
