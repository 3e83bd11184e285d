-- IN with a query, of one column or several.
CREATE TABLE a (id INT, x INT, s STRING);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT);
CREATE TABLE p (id INT);
INSERT INTO o SELECT id FROM a WHERE x IN (SELECT x FROM b) AND id < 9;
INSERT INTO p SELECT id FROM a WHERE (x, 'q') IN (SELECT x, z FROM b);
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
1
4
--- rows p
1
