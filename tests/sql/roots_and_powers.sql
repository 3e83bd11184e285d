-- Roots, powers and logarithms are DOUBLEs; outside their domain NaN.
CREATE TABLE t (x DOUBLE);
CREATE TABLE o (s DOUBLE, p DOUBLE, l DOUBLE, e DOUBLE);
INSERT INTO o SELECT SQRT(x), POWER(x, 2), LOG10(x), EXP(0 * x) FROM t;
--- t
{"x": 100}
{"x": 0.25}
{"x": 0}
{}
--- rows o
10.0, 10000.0, 2.0, 1.0
0.5, 0.0625, -0.6020599913279624, 1.0
0.0, 0.0, -inf, 1.0
NULL, NULL, NULL, NULL
