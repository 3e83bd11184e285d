-- Top-N over results that change: a row that falls back lets the next one in.
CREATE TABLE t (k STRING, g STRING, n BIGINT);
CREATE TABLE o (k STRING, g STRING, total BIGINT) WITH ('connector' = 'blackhole');
CREATE VIEW totals AS SELECT k, g, SUM(n) AS total FROM t GROUP BY k, g;
INSERT INTO o SELECT k, g, total FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY total DESC) AS rn FROM totals) WHERE rn <= 2;
--- t
{"k": "a", "g": "x", "n": 5}
{"k": "a", "g": "y", "n": 4}
{"k": "a", "g": "z", "n": 3}
--- changes o
+I 'a', 'x', 5
+I 'a', 'y', 4
--- t
{"k": "a", "g": "x", "n": -3}
--- changes o
-D 'a', 'x', 5
+I 'a', 'z', 3
--- restart
--- t
{"k": "a", "g": "y", "n": -4}
{"k": "a", "g": "x", "n": 1}
{"k": "b", "g": "x", "n": 1}
--- changes o
-D 'a', 'y', 4
+I 'a', 'x', 3
+I 'b', 'x', 1
