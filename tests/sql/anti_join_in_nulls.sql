-- NOT IN lets nothing pass once a NULL is among the values: it might be any of them.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT id FROM a WHERE x NOT IN (SELECT x FROM b WHERE z <> 'u');
--- a
{"id": 1, "x": 1, "s": "one"}
{"id": 2, "x": 2, "s": "two"}
{"id": 3, "s": "none"}
--- changes o
+I 1
+I 2
+I 3
--- b
{"x": 1, "z": "p"}
--- changes o
-D 1
-D 3
--- b
{"z": "q"}
--- changes o
-D 2
