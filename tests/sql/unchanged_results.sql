-- A result that has not changed is not sent again.
CREATE TABLE t (k STRING, n BIGINT);
CREATE TABLE o (k STRING, most BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, MAX(n) FROM t GROUP BY k;
--- t
{"k": "a", "n": 3}
--- changes o
+I 'a', 3
--- t
{"k": "a", "n": 2}
{"k": "b"}
--- changes o
+I 'b', NULL
--- t
{"k": "a"}
{"k": "b"}
--- changes o
