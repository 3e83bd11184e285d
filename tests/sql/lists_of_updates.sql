-- Lists, firsts and lasts of groups that change: what a group gave before is taken out.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (l STRING, a ARRAY<INT>, f INT, z INT, c MULTISET<INT>, p DOUBLE) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT LISTAGG(k), ARRAY_AGG(n), FIRST_VALUE(n), LAST_VALUE(n), COLLECT(n), PERCENTILE(n, 0.5) FROM (SELECT k, SUM(n) AS n FROM t GROUP BY k);
--- t
{"k": "a", "n": 1}
{"k": "b", "n": 2}
--- changes o
+I 'a,b', [1, 2], 1, 2, [(1, 1), (2, 1)], 1.5
--- restart
--- t
{"k": "a", "n": 4}
--- changes o
-U 'a,b', [1, 2], 1, 2, [(1, 1), (2, 1)], 1.5
+U 'b,a', [2, 5], 2, 5, [(2, 1), (5, 1)], 3.5
