-- TINYINT and SMALLINT widen to INT where they meet one, and wrap when cast back.
CREATE TABLE t (a TINYINT, b SMALLINT);
CREATE TABLE o (ab INT, back TINYINT, small SMALLINT);
INSERT INTO o SELECT a + b, CAST(b AS TINYINT), CAST(a + b AS SMALLINT) FROM t;
--- t
{"a": 127, "b": 300}
{"a": -128, "b": -300}
{"a": 1}
--- rows o
427, 44, 427
-428, -44, -428
NULL, NULL, NULL
