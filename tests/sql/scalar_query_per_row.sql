-- A query as a value that names columns of the row around it: a group per key.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, m STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT id, (SELECT MAX(z) FROM b WHERE b.x = a.x AND z <> 'u') FROM a;
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
{"x": 1, "z": "v"}
--- changes o
+I 1, NULL
+I 2, NULL
+I 3, NULL
-D 1, NULL
+I 1, 'q'
-U 1, 'q'
+U 1, 'v'
