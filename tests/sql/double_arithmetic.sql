-- DOUBLE knows NaN and infinity; a comparison with NaN is false.
CREATE TABLE t (x DOUBLE);
CREATE TABLE o (a DOUBLE, b DOUBLE, c BOOLEAN, d BOOLEAN, e BIGINT);
INSERT INTO o SELECT x / 0, -x, x > 0, x = -(-x), CAST(x AS BIGINT) FROM t;
--- t
{"x": 1.5}
{"x": "-Infinity"}
{"x": "NaN"}
{"x": 0}
--- rows o
inf, -1.5, TRUE, TRUE, 1
-inf, inf, FALSE, TRUE, -9223372036854775808
nan, nan, FALSE, FALSE, 0
nan, -0.0, FALSE, TRUE, 0
