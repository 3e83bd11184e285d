-- Groups joined with rows: each change of a group changes its pairs.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, n BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT a.id, g.n FROM a JOIN (SELECT x, COUNT(*) AS n FROM b GROUP BY x) AS g ON a.x = g.x;
--- a
{"id": 1, "x": 1, "s": "one"}
{"id": 2, "x": 2, "s": "two"}
{"id": 3, "s": "none"}
--- b
{"x": 1, "z": "p"}
{"x": 1, "z": "q"}
{"x": 3, "z": "r"}
{"z": "n"}
--- b
{"x": 2, "z": "t"}
{"x": 1, "z": "u"}
--- changes o
+I 1, 2
+I 2, 1
-U 1, 2
+U 1, 3
