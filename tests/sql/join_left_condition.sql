-- What ON asks of the left row alone only says whether it has partners; WHERE drops it.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING) WITH ('connector' = 'blackhole');
CREATE TABLE p (id INT, z STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT id, z FROM a LEFT JOIN b ON a.x = b.x AND a.id > 1 AND z <> 'r';
INSERT INTO p SELECT id, z FROM a LEFT JOIN b ON a.x = b.x WHERE a.id > 1 AND z <> 'r';
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
{"id": 4, "x": 3, "s": "three"}
--- changes o
+I 1, NULL
+I 2, NULL
+I 3, NULL
+I 4, NULL
--- changes p
