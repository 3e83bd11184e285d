-- UNION ALL widens numbers to what all inputs fit into.
CREATE TABLE t (i INT, b BIGINT, e DECIMAL(5, 2), d DOUBLE);
CREATE TABLE o (x BIGINT, y DECIMAL(12, 2));
INSERT INTO o SELECT i, e FROM t UNION ALL SELECT b, CAST(i AS DECIMAL(12, 2)) FROM t;
--- t
{"i": 1, "b": 5000000000, "e": 1.25}
--- rows o
1, 1.25
5000000000, 1.00
