-- UNION ALL passes changes on; what is grouped above takes them back.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (c BIGINT, total INT, least INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT COUNT(*), SUM(n), MIN(n) FROM (SELECT k, MAX(n) AS n FROM t GROUP BY k UNION ALL SELECT k, n FROM t WHERE n > 2);
--- t
{"k": "a", "n": 1}
{"k": "b", "n": 3}
--- changes o
+I 2, 4, 1
-U 2, 4, 1
+U 3, 7, 1
--- t
{"k": "a", "n": 2}
--- changes o
-U 3, 7, 1
+U 3, 8, 2
