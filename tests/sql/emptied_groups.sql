-- Without any row left there is no group, also where there is but one.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (c BIGINT, total INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT COUNT(*), SUM(total) FROM (SELECT k, SUM(n) AS total FROM t GROUP BY k HAVING SUM(n) > 0);
--- t
{"k": "a", "n": 1}
--- changes o
+I 1, 1
--- t
{"k": "a", "n": -1}
--- changes o
-D 1, 1
--- restart
--- t
{"k": "a", "n": 7}
--- changes o
+I 1, 7
