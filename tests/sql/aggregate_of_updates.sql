-- Aggregates over groups: what a group gave before is taken back, a lost extreme is found again.
CREATE TABLE t (k STRING, n BIGINT);
CREATE TABLE o (total BIGINT, ks BIGINT, least BIGINT, most BIGINT, mean BIGINT, different BIGINT, last_k STRING) WITH ('connector' = 'blackhole');
CREATE VIEW g AS SELECT k, SUM(n) AS n FROM t GROUP BY k;
INSERT INTO o SELECT n, COUNT(*), MIN(n), MAX(n), AVG(n), COUNT(DISTINCT n), MAX(k) FROM g GROUP BY n;
CREATE TABLE p (ks BIGINT, least BIGINT, most BIGINT, mean BIGINT, different BIGINT, last_k STRING) WITH ('connector' = 'blackhole');
INSERT INTO p SELECT COUNT(*), MIN(n), MAX(n), AVG(n), COUNT(DISTINCT n), MAX(k) FROM g;
--- t
{"k": "a", "n": 3}
{"k": "b", "n": 3}
{"k": "c", "n": 9}
--- changes o
+I 3, 2, 3, 3, 3, 1, 'b'
+I 9, 1, 9, 9, 9, 1, 'c'
--- changes p
+I 3, 3, 9, 5, 2, 'c'
--- restart
--- t
{"k": "c", "n": -4}
--- changes o
-D 9, 1, 9, 9, 9, 1, 'c'
+I 5, 1, 5, 5, 5, 1, 'c'
--- changes p
-U 3, 3, 9, 5, 2, 'c'
+U 3, 3, 5, 3, 2, 'c'
--- t
{"k": "b", "n": 2}
--- changes o
-U 3, 2, 3, 3, 3, 1, 'b'
+U 3, 1, 3, 3, 3, 1, 'a'
-U 5, 1, 5, 5, 5, 1, 'c'
+U 5, 2, 5, 5, 5, 1, 'c'
--- changes p
-U 3, 3, 5, 3, 2, 'c'
+U 3, 3, 5, 4, 2, 'c'
