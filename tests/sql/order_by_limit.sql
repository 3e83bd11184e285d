-- ORDER BY with LIMIT is a Top-N of all rows; what is ordered by need not be selected.
CREATE TABLE t (k STRING, n INT, m INT);
CREATE TABLE o (k STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k FROM t ORDER BY n + m DESC, 1 LIMIT 2;
--- t
{"k": "b", "n": 1, "m": 1}
{"k": "a", "n": 0, "m": 2}
{"k": "c", "n": 1, "m": 0}
--- changes o
+I 'a'
+I 'b'
--- restart
--- t
{"k": "d", "n": 9}
{"k": "e", "n": 9, "m": -2}
--- changes o
-D 'b'
+I 'e'
