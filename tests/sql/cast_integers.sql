-- An integer cast to a smaller type keeps its low bits.
CREATE TABLE t (n BIGINT);
CREATE TABLE o (a INT, b SMALLINT, c TINYINT);
INSERT INTO o SELECT CAST(n AS INT), CAST(n AS SMALLINT), CAST(n AS TINYINT) FROM t;
--- t
{"n": 4294967297}
{"n": 40000}
{"n": -129}
{}
--- rows o
1, 1, 1
40000, -25536, 64
-129, -129, 127
NULL, NULL, NULL
