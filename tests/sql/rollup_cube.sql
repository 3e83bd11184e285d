-- ROLLUP and CUBE are short for grouping sets; several items of GROUP BY multiply; twice the same set counts.
CREATE TABLE t (a INT, b INT, n INT);
CREATE TABLE o (a INT, b INT, total INT) WITH ('connector' = 'blackhole');
CREATE TABLE p (b INT, a INT, most INT, g BIGINT) WITH ('connector' = 'blackhole');
CREATE TABLE q (a INT, again BIGINT, c BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT a, b, SUM(n) FROM t GROUP BY a, ROLLUP (b);
INSERT INTO p SELECT b, a, MAX(a), GROUPING(a, b) FROM t GROUP BY CUBE (a, b) HAVING GROUPING(a) + GROUPING(b) = 1;
INSERT INTO q SELECT a + 1, GROUP_ID(), COUNT(*) FROM t GROUP BY GROUPING SETS (a, a, ROLLUP (a)) HAVING COUNT(*) > 0;
--- t
{"a": 1, "b": 2, "n": 3}
--- changes o
+I 1, 2, 3
+I 1, NULL, 3
--- changes p
+I NULL, 1, 1, 1
+I 2, NULL, 1, 2
--- changes q
+I 2, 0, 1
+I 2, 1, 1
+I 2, 2, 1
+I NULL, 0, 1
