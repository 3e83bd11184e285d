-- Numbers of different types compare by value.
CREATE TABLE t (i INT, d DOUBLE, e DECIMAL(10, 2));
CREATE TABLE o (a BOOLEAN, b BOOLEAN, c BOOLEAN);
INSERT INTO o SELECT i = d, i < e, d >= e FROM t;
--- t
{"i": 1, "d": 1.0, "e": 1.00}
{"i": 1, "d": 1.5, "e": 1.01}
{"i": 2, "d": 0.1, "e": 0.10}
--- rows o
TRUE, FALSE, TRUE
FALSE, TRUE, TRUE
FALSE, FALSE, TRUE
