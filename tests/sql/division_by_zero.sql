-- An integer divided by zero is refused; a DOUBLE gives infinity or NaN.
CREATE TABLE t (a INT, x DOUBLE);
CREATE TABLE o (q INT);
CREATE TABLE p (q DOUBLE);
INSERT INTO o SELECT 10 / a FROM t;
INSERT INTO p SELECT x / 0.0E0 FROM t WHERE a <> 0;
--- t
{"a": 5, "x": 1}
{"a": 2, "x": -1}
{"a": 1, "x": 0}
{"a": 0, "x": 0}
--- rows o
2
5
10
--- rows p
inf
-inf
nan
--- rejected
t: division by zero
