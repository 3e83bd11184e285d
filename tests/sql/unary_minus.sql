-- A minus turns numbers of every type; that of the smallest integer is itself.
CREATE TABLE t (i INT, d DOUBLE, e DECIMAL(5, 2));
CREATE TABLE o (i INT, d DOUBLE, e DECIMAL(5, 2));
INSERT INTO o SELECT -i, -d, -e FROM t;
--- t
{"i": 3, "d": 1.5, "e": 2.25}
{"i": -2147483648, "d": 0, "e": -0.01}
{}
--- rows o
-3, -1.5, -2.25
-2147483648, -0.0, 0.01
NULL, NULL, NULL
