-- Keys of different types are compared in the type that they have in common.
CREATE TABLE a (x INT, d DECIMAL(5, 1));
CREATE TABLE b (x BIGINT, d DECIMAL(6, 2));
CREATE TABLE o (x INT, d DECIMAL(6, 2));
INSERT INTO o SELECT a.x, b.d FROM a JOIN b ON a.x = b.x AND a.d = b.d;
--- a
{"x": 1, "d": 1.5}
{"x": 2, "d": 1.5}
--- b
{"x": 1, "d": 1.50}
{"x": 2, "d": 1.51}
--- rows o
1, 1.50
