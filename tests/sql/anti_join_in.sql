-- NOT IN over columns that are never NULL is an anti join on their equality.
CREATE TABLE a (id INT NOT NULL, x INT NOT NULL);
CREATE TABLE b (x INT NOT NULL);
CREATE TABLE o (id INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT id FROM a WHERE x NOT IN (SELECT x FROM b);
--- a
{"id": 1, "x": 1}
{"id": 2, "x": 2}
--- b
{"x": 1}
{"x": 3}
--- a
{"id": 3, "x": 3}
{"id": 4, "x": 4}
--- changes o
+I 1
+I 2
-D 1
+I 4
