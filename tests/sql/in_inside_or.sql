-- IN and NOT IN inside OR: NULL where nobody knows, as SQL has it.
CREATE TABLE a (id INT, x INT);
CREATE TABLE b (x INT);
CREATE TABLE o (id INT) WITH ('connector' = 'blackhole');
CREATE TABLE p (id INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT id FROM a WHERE id = 1 OR x IN (SELECT x FROM b);
INSERT INTO p SELECT id FROM a WHERE id = 1 OR x NOT IN (SELECT x FROM b);
--- a
{"id": 1, "x": 1}
{"id": 2, "x": 2}
{"id": 3, "x": 3}
{"id": 4}
--- b
{"x": 2}
--- changes o
+I 1
+I 2
-D 2
+I 2
--- changes p
+I 1
+I 2
+I 3
+I 4
-D 2
-D 4
--- b
{}
--- changes o
-D 1
+I 1
--- changes p
-D 1
+I 1
-D 3
