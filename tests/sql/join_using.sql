-- USING gives its column once, before all others; * does too.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (x INT, id INT, s STRING, z STRING);
INSERT INTO o SELECT * FROM a JOIN b USING (x);
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
1, 1, 'one', 'p'
1, 1, 'one', 'q'
3, 4, 'three', 'r'
