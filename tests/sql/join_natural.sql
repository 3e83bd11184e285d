-- NATURAL joins on all columns of equal names.
CREATE TABLE a (id INT, x INT, y INT);
CREATE TABLE b (y INT, x INT, z STRING);
CREATE TABLE o (x INT, y INT, id INT, z STRING);
INSERT INTO o SELECT * FROM a NATURAL JOIN b;
--- a
{"id": 1, "x": 1, "y": 2}
{"id": 2, "x": 1, "y": 3}
--- b
{"x": 1, "y": 2, "z": "p"}
{"x": 2, "y": 3, "z": "q"}
--- rows o
1, 2, 1, 'p'
