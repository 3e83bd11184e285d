-- A right join gives each right row; a first partner takes back the row without one.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, s STRING, x INT, z STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT a.id, a.s, b.x, b.z FROM a RIGHT OUTER JOIN b ON a.x = b.x;
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
+I 1, 'one', 1, 'p'
+I 1, 'one', 1, 'q'
+I NULL, NULL, 3, 'r'
+I NULL, NULL, NULL, 'n'
-D NULL, NULL, 3, 'r'
+I 4, 'three', 3, 'r'
