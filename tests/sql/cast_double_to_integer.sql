-- A DOUBLE cast to an integer loses its fraction, and stops at the type's ends.
CREATE TABLE t (x DOUBLE);
CREATE TABLE o (i INT, b BIGINT);
INSERT INTO o SELECT CAST(x AS INT), CAST(x AS BIGINT) FROM t;
--- t
{"x": 1.9}
{"x": -1.9}
{"x": 1e20}
{"x": "NaN"}
{"x": "-Infinity"}
--- rows o
1, 1
-1, -1
2147483647, 9223372036854775807
0, 0
-2147483648, -9223372036854775808
