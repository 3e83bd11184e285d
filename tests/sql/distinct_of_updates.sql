-- DISTINCT over groups that change: a row goes when nobody gives it any more.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (n INT) WITH ('connector' = 'blackhole');
CREATE TABLE p (n INT) WITH ('connector' = 'blackhole');
CREATE VIEW g AS SELECT k, SUM(n) AS n FROM t GROUP BY k;
INSERT INTO o SELECT DISTINCT n FROM g;
INSERT INTO p SELECT n FROM g EXCEPT SELECT 3;
--- t
{"k": "a", "n": 1}
{"k": "b", "n": 1}
--- changes o
+I 1
--- changes p
+I 1
--- t
{"k": "a", "n": 2}
--- changes o
+I 3
--- changes p
--- t
{"k": "b", "n": 4}
--- changes o
-D 1
+I 5
--- changes p
-D 1
+I 5
