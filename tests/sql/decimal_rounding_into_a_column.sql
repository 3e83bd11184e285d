-- A DECIMAL that goes into a column of fewer digits is rounded, half away from zero.
CREATE TABLE t (e DECIMAL(10, 4));
CREATE TABLE o (e DECIMAL(10, 2));
INSERT INTO o SELECT e FROM t;
--- t
{"e": 1.005}
{"e": -1.005}
{"e": 1.0049}
{"e": 999999.9999}
--- rows o
1.01
-1.01
1.00
1000000.00
