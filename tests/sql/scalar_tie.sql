-- A query as a value may be tied to the row around it by any condition, and may count.
CREATE TABLE a (id INT, x INT);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING) WITH ('connector' = 'blackhole');
CREATE TABLE p (id INT, n BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT id, (SELECT MAX(z) FROM b WHERE b.x < a.x AND b.z <> 'w') FROM a;
INSERT INTO p SELECT id, (SELECT COUNT(*) FROM b WHERE b.x = a.x) FROM a;
--- a
{"id": 1, "x": 1}
{"id": 2, "x": 2}
{"id": 3}
--- changes o
+I 1, NULL
+I 2, NULL
+I 3, NULL
--- changes p
+I 1, 0
+I 2, 0
+I 3, 0
--- b
{"x": 1, "z": "u"}
{"x": 1, "z": "w"}
{"z": "v"}
--- changes o
-U 2, NULL
+U 2, 'u'
--- changes p
-U 1, 0
+U 1, 2
