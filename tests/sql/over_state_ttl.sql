-- A time to live lets go of what OVER remembers of a key without rows.
SET 'table.exec.state.ttl' = '10 s';
CREATE TABLE t (k STRING, n INT, p AS PROCTIME());
CREATE TABLE o (k STRING, s INT, c BIGINT) WITH ('connector' = 'blackhole');
CREATE TABLE q (k STRING, n INT, s INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, SUM(n) OVER w, COUNT(*) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY p);
INSERT INTO q SELECT k, n, SUM(n) OVER (PARTITION BY k ORDER BY n) FROM t;
--- t
{"k": "a", "n": 1}
{"k": "b", "n": 1}
--- at 6
--- t
{"k": "b", "n": 2}
--- changes o
+I 'a', 1, 1
+I 'b', 1, 1
+I 'b', 3, 2
--- changes q
+I 'a', 1, 1
+I 'b', 1, 1
+I 'b', 2, 3
--- at 12
--- restart
--- t
{"k": "a", "n": 5}
{"k": "b", "n": 5}
--- changes o
+I 'a', 5, 1
+I 'b', 8, 3
--- changes q
+I 'a', 5, 5
+I 'b', 5, 8
