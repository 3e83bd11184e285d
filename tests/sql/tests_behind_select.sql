-- EXISTS and IN as values behind SELECT.
CREATE TABLE a (id INT, x INT);
CREATE TABLE b (x INT);
CREATE TABLE o (id INT, found BOOLEAN, among BOOLEAN) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT id, EXISTS (SELECT 1 FROM b WHERE b.x = a.x), CASE WHEN id < 9 THEN x IN (SELECT x FROM b) END FROM a;
--- a
{"id": 1, "x": 1}
{"id": 2, "x": 2}
{"id": 3}
--- changes o
+I 1, FALSE, FALSE
+I 2, FALSE, FALSE
+I 3, FALSE, FALSE
--- b
{"x": 2}
--- changes o
-D 2, FALSE, FALSE
+I 2, TRUE, FALSE
-D 2, TRUE, FALSE
+I 2, TRUE, TRUE
-D 2, TRUE, TRUE
+I 2, TRUE, TRUE
-D 3, FALSE, FALSE
+I 3, FALSE, NULL
--- b
{}
--- changes o
-D 1, FALSE, FALSE
+I 1, FALSE, NULL
