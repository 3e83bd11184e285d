-- Without GROUP BY there is one result, from the first row on.
CREATE TABLE t (n BIGINT, d DOUBLE, f FLOAT, m DECIMAL(10, 2));
CREATE TABLE o (rows_ BIGINT, n BIGINT, d DOUBLE, f FLOAT, m DECIMAL(38, 2), a DECIMAL(38, 6)) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT COUNT(*), SUM(n), SUM(d), SUM(f), SUM(m), AVG(m) FROM t;
--- changes o
--- t
{"n": 9223372036854775807, "d": 0.1, "f": 16777216, "m": 1.25}
{"n": 1, "d": 0.2, "f": 1, "m": 0.25}
--- changes o
+I 2, -9223372036854775808, 0.30000000000000004, 16777216.0, 1.50, 0.750000
--- t
{}
--- changes o
-U 2, -9223372036854775808, 0.30000000000000004, 16777216.0, 1.50, 0.750000
+U 3, -9223372036854775808, 0.30000000000000004, 16777216.0, 1.50, 0.750000
