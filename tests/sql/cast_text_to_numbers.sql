-- Texts become numbers, spaces around them aside.
CREATE TABLE t (s STRING);
CREATE TABLE o (i INT, d DOUBLE, e DECIMAL(6, 2));
INSERT INTO o SELECT CAST(s AS INT), CAST(s AS DOUBLE), CAST(s AS DECIMAL(6, 2)) FROM t;
--- t
{"s": "12"}
{"s": " -7 "}
{"s": "+3"}
{"s": "007"}
--- rows o
12, 12.0, 12.00
-7, -7.0, -7.00
3, 3.0, 3.00
7, 7.0, 7.00
