-- ARRAY_AGG keeps NULLs unless it is told to ignore them; COLLECT counts each value.
CREATE TABLE t (n INT);
CREATE TABLE o (a ARRAY<INT>, b ARRAY<INT>, c ARRAY<INT>, d MULTISET<INT>) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT ARRAY_AGG(n), ARRAY_AGG(n IGNORE NULLS), ARRAY_AGG(DISTINCT n), COLLECT(n) FROM t;
--- t
{"n": 2}
{}
{"n": 2}
--- changes o
+I [2, None, 2], [2, 2], [2, None], [(2, 2)]
--- restart
--- t
{"n": 1}
--- changes o
-U [2, None, 2], [2, 2], [2, None], [(2, 2)]
+U [2, None, 2, 1], [2, 2, 1], [2, None, 1], [(2, 2), (1, 1)]
