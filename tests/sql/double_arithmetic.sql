-- DOUBLE knows NaN and infinity; a comparison with NaN is false.
CREATE TABLE t (x DOUBLE, y DOUBLE);
CREATE TABLE o (a DOUBLE, b DOUBLE, c BOOLEAN, d BOOLEAN, e BIGINT);
INSERT INTO o SELECT x / 0, -x, x > 0, x = y, CAST(x AS BIGINT) FROM t;
--- t
{"x": 1.5, "y": 1.5}
{"x": "-Infinity", "y": "-Infinity"}
{"x": "NaN", "y": "NaN"}
{"x": 0, "y": 0}
--- rows o
inf, -1.5, TRUE, TRUE, 1
-inf, inf, FALSE, TRUE, -9223372036854775808
nan, nan, FALSE, FALSE, 0
nan, -0.0, FALSE, TRUE, 0
