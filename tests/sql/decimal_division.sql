-- A DECIMAL quotient has at least six digits behind the point.
CREATE TABLE t (a DECIMAL(6, 2), b DECIMAL(4, 1));
CREATE TABLE o (q DECIMAL(30, 10), r DECIMAL(10, 2));
INSERT INTO o SELECT a / b, a % b FROM t;
--- t
{"a": 10.00, "b": 3.0}
{"a": -10.00, "b": 3.0}
{"a": 0.01, "b": 7.0}
--- rows o
3.3333333000, 1.00
-3.3333333000, -1.00
0.0014286000, 0.01
