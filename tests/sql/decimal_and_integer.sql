-- A DECIMAL with an INT stays exact.
CREATE TABLE t (e DECIMAL(8, 3), i INT);
CREATE TABLE o (sum_ DECIMAL(14, 3), product DECIMAL(18, 3), difference DECIMAL(14, 3));
INSERT INTO o SELECT e + i, e * i, i - e FROM t;
--- t
{"e": 1.125, "i": 3}
{"e": -0.001, "i": 1000}
{"i": 1}
--- rows o
4.125, 3.375, 1.875
999.999, -1.000, 1000.001
NULL, NULL, NULL
