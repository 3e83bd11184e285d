-- IN with groups: a row is taken back when its value is among them no more.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT id FROM a WHERE x IN (SELECT MAX(x) FROM b GROUP BY z);
--- a
{"id": 1, "x": 1, "s": "one"}
{"id": 2, "x": 2, "s": "two"}
{"id": 3, "s": "none"}
--- b
{"x": 1, "z": "p"}
{"x": 1, "z": "q"}
--- changes o
+I 1
--- b
{"x": 2, "z": "p"}
--- b
{"x": 5, "z": "q"}
--- changes o
+I 2
-D 1
