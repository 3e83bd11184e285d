-- Literals have the type that they are written as.
CREATE TABLE t (a INT);
CREATE TABLE o (i INT, b BIGINT, e DECIMAL(5, 3), d DOUBLE, n DECIMAL(3, 1));
INSERT INTO o SELECT 1, 3000000000, 1.125, 1.5E-2, -.5 FROM t;
--- t
{"a": 1}
--- rows o
1, 3000000000, 1.125, 0.015, -0.5
