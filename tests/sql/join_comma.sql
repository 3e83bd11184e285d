-- A comma pairs all rows; WHERE says which of them belong together.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT a.id, b.z FROM a, b WHERE a.x = b.x AND a.id < 4 AND b.z <> 'q';
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
--- rows o
1, 'p'
