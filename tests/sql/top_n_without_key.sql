-- Rows that are taken back need no key: a row like it is taken out, the oldest of several.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (total INT, rn BIGINT) WITH ('connector' = 'blackhole');
CREATE VIEW totals AS SELECT SUM(n) AS total FROM t GROUP BY k;
INSERT INTO o SELECT total, rn FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY total DESC) AS rn FROM totals) WHERE rn <= 2;
--- t
{"k": "a", "n": 5}
{"k": "b", "n": 5}
{"k": "c", "n": 4}
--- changes o
+I 5, 1
+I 5, 2
--- t
{"k": "b", "n": -3}
--- changes o
-U 5, 1
+U 5, 1
-U 5, 2
+U 4, 2
--- restart
--- t
{"k": "c", "n": 2}
--- changes o
-U 5, 1
+U 6, 1
-U 4, 2
+U 5, 2
