-- ORDER BY and LIMIT behind a UNION ALL are those of the whole.
CREATE TABLE t (n INT);
CREATE TABLE o (n INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT n FROM t UNION ALL SELECT n * 10 FROM t ORDER BY n DESC LIMIT 3;
--- t
{"n": 1}
{"n": 2}
--- changes o
+I 20
+I 10
+I 2
