-- A query as a value: NULL before it has a row, and it updates what reads it.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, m INT) WITH ('connector' = 'blackhole');
CREATE TABLE p (id INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT id, (SELECT MAX(x) FROM b) + 1 FROM a;
INSERT INTO p SELECT id FROM a WHERE x < (SELECT MAX(x) FROM b);
--- a
{"id": 1, "x": 1, "s": "one"}
{"id": 2, "x": 2, "s": "two"}
{"id": 3, "s": "none"}
--- b
{"x": 1, "z": "p"}
{"x": 1, "z": "q"}
{"x": 3, "z": "r"}
{"z": "n"}
--- changes o
+I 1, NULL
+I 2, NULL
+I 3, NULL
-D 1, NULL
+I 1, 4
-D 2, NULL
+I 2, 4
-D 3, NULL
+I 3, 4
--- changes p
+I 1
+I 2
