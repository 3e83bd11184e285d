-- IS NOT DISTINCT FROM takes NULL for equal to NULL.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT id, z FROM a JOIN b ON a.x IS NOT DISTINCT FROM b.x;
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
1, 'q'
3, 'n'
4, 'r'
