-- PERCENTILE interpolates between neighbours; several at once, and with how often a value counts.
CREATE TABLE t (n INT, often INT);
CREATE TABLE o (half DOUBLE, some_ ARRAY<DOUBLE>, weighted DOUBLE) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT PERCENTILE(n, 0.5), PERCENTILE(n, ARRAY[0.0, 0.25, 1.0]), PERCENTILE(n, 0.5, often) FROM t;
--- t
{"n": 10, "often": 1}
{"n": 20, "often": 5}
{"n": 40, "often": 1}
{"n": 30, "often": 1}
{}
--- changes o
+I 25.0, [10.0, 17.5, 40.0], 20.0
