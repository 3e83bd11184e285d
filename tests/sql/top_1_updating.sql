-- Top-1 over counts, as in a list of the most frequent: the leader changes.
CREATE TABLE t (g STRING);
CREATE TABLE o (g STRING, c BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT g, c FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY c DESC) AS rn FROM (SELECT g, COUNT(*) AS c FROM t GROUP BY g)) WHERE rn = 1;
--- t
{"g": "x"}
{"g": "y"}
--- changes o
+I 'x', 1
--- t
{"g": "y"}
--- changes o
-U 'x', 1
+U 'y', 2
--- t
{"g": "x"}
{"g": "y"}
{"g": "x"}
--- changes o
-U 'y', 2
+U 'x', 3
