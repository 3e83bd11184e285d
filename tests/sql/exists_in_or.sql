-- A test with a query may stand inside OR and NOT; its answer follows both tables.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING) WITH ('connector' = 'blackhole');
CREATE TABLE p (id INT, z STRING) WITH ('connector' = 'blackhole');
CREATE TABLE q (id INT, z STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT id, s FROM a WHERE id = 1 OR EXISTS (SELECT 1 FROM b);
INSERT INTO p SELECT id, s FROM a WHERE id = 1 OR NOT EXISTS (SELECT 1 FROM b WHERE b.x = a.x);
INSERT INTO q SELECT id, s FROM a WHERE id = 1 OR EXISTS (SELECT 1 FROM b WHERE b.x < a.x);
--- a
{"id": 1, "x": 1, "s": "p"}
{"id": 2, "x": 2, "s": "q"}
{"id": 3, "s": "r"}
--- changes o
+I 1, 'p'
--- changes p
+I 1, 'p'
+I 2, 'q'
+I 3, 'r'
--- changes q
+I 1, 'p'
--- b
{"x": 2, "z": "u"}
{"x": 1, "z": "u"}
{"z": "u"}
--- restart
--- b
{"x": 2, "z": "u"}
--- changes o
-D 1, 'p'
+I 1, 'p'
+I 2, 'q'
+I 3, 'r'
--- changes p
-D 2, 'q'
-D 1, 'p'
+I 1, 'p'
--- changes q
+I 2, 'q'
