-- The column of USING in a full join comes from the side that has the row.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (x INT, ax INT, bx INT, z STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT x, a.x, b.x, z FROM a FULL JOIN b USING (x);
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
+I 1, 1, NULL, NULL
+I 2, 2, NULL, NULL
+I NULL, NULL, NULL, NULL
-D 1, 1, NULL, NULL
+I 1, 1, 1, 'p'
+I 1, 1, 1, 'q'
+I 3, NULL, 3, 'r'
+I NULL, NULL, NULL, 'n'
-D 3, NULL, 3, 'r'
+I 3, 3, 3, 'r'
