-- CROSS JOIN pairs all rows.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT id, z FROM a CROSS JOIN b;
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
2, 'p'
3, 'p'
1, 'q'
2, 'q'
3, 'q'
1, 'r'
2, 'r'
3, 'r'
1, 'n'
2, 'n'
3, 'n'
4, 'p'
4, 'q'
4, 'r'
4, 'n'
