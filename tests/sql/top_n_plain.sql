-- Top-N without its number: rows come and go, and rows that only move say nothing.
CREATE TABLE t (k STRING, n BIGINT);
CREATE TABLE o (k STRING, n BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC) AS rn FROM t) WHERE rn <= 2;
--- t
{"k": "a", "n": 3}
{"k": "b"}
{"k": "a", "n": 4}
{"n": 1}
{"k": "a", "n": 1}
--- changes o
+I 'a', 4
+I 'a', 3
+I 'b', NULL
+I NULL, 1
--- t
{"k": "a", "n": 5}
{"k": "b", "n": 0}
--- restart
--- t
{"k": "b", "n": 0}
{"k": "a", "n": 2}
--- changes o
-D 'a', 3
+I 'a', 5
+I 'b', 0
-D 'b', NULL
+I 'b', 0
