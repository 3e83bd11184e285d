-- Two aggregates in a left join: a row's first partner updates it, since its key stays the same.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (x INT, n BIGINT, m STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT f.x, f.n, g.m FROM (SELECT x, COUNT(*) AS n FROM a GROUP BY x) AS f
LEFT JOIN (SELECT x, MAX(z) AS m FROM b GROUP BY x) AS g ON f.x = g.x;
--- a
{"id": 1, "x": 1, "s": "one"}
{"id": 2, "x": 2, "s": "two"}
{"id": 3, "s": "none"}
--- b
{"x": 1, "z": "p"}
{"x": 1, "z": "q"}
{"x": 3, "z": "r"}
{"z": "n"}
--- restart
--- a
{"id": 9, "x": 1}
{"id": 10}
--- changes o
+I 1, 1, NULL
+I 2, 1, NULL
+I NULL, 1, NULL
-U 1, 1, NULL
+U 1, 1, 'q'
-U 1, 1, 'q'
+U 1, 2, 'q'
-U NULL, 1, NULL
+U NULL, 2, NULL
