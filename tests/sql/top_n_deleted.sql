-- Groups that lose their last row leave the Top-N, and the next ones move up.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (k STRING, c BIGINT, rn BIGINT) WITH ('connector' = 'blackhole');
CREATE VIEW last_ AS SELECT k, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY p DESC) AS r FROM (SELECT k, n, PROCTIME() AS p FROM t)) WHERE r = 1;
CREATE VIEW counts AS SELECT n, COUNT(*) AS c FROM last_ GROUP BY n;
INSERT INTO o SELECT CAST(n AS STRING), c, rn FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY c DESC, n) AS rn FROM counts) WHERE rn <= 2;
--- t
{"k": "a", "n": 1}
{"k": "b", "n": 1}
{"k": "c", "n": 2}
{"k": "d", "n": 3}
--- changes o
+I '1', 2, 1
+I '2', 1, 2
--- t
{"k": "c", "n": 3}
--- changes o
-U '2', 1, 2
+U '3', 2, 2
