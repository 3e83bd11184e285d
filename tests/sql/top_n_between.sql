-- The places need not begin at 1; conditions on other columns hold for the rows that are ranked.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (k STRING, n INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, n FROM (SELECT k, n, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n) AS rn FROM t) WHERE rn BETWEEN 2 AND 3 AND n <> 7;
--- t
{"k": "a", "n": 5}
--- changes o
--- t
{"k": "a", "n": 6}
{"k": "a", "n": 7}
--- changes o
+I 'a', 6
--- t
{"k": "a", "n": 1}
--- changes o
+I 'a', 5
