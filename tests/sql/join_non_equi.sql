-- A condition without an equality looks at all pairs.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, x INT, z STRING);
INSERT INTO o SELECT id, b.x, z FROM a JOIN b ON a.x < b.x;
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
1, 3, 'r'
2, 3, 'r'
