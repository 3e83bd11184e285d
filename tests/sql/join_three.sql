-- Joins stand one behind the other, or in parentheses.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE c (z STRING, w INT);
CREATE TABLE o (id INT, z STRING, w INT);
CREATE TABLE p (id INT, z STRING, w INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT a.id, b.z, c.w FROM a JOIN b ON a.x = b.x JOIN c ON b.z = c.z;
INSERT INTO p SELECT a.id, b.z, c.w FROM (a JOIN b ON a.x = b.x) LEFT JOIN c ON b.z = c.z;
--- a
{"id": 1, "x": 1, "s": "one"}
{"id": 2, "x": 2, "s": "two"}
{"id": 3, "s": "none"}
--- b
{"x": 1, "z": "p"}
{"x": 1, "z": "q"}
{"x": 3, "z": "r"}
{"z": "n"}
--- c
{"z": "p", "w": 7}
--- rows o
1, 'p', 7
--- changes p
+I 1, 'p', NULL
+I 1, 'q', NULL
-D 1, 'p', NULL
+I 1, 'p', 7
