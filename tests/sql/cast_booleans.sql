-- Texts and numbers become booleans: which texts do is fixed.
CREATE TABLE t (s STRING, n INT);
CREATE TABLE o (a BOOLEAN, b BOOLEAN, c INT);
INSERT INTO o SELECT TRY_CAST(s AS BOOLEAN), CAST(n AS BOOLEAN), CAST(n > 1 AS INT) FROM t;
--- t
{"s": "true", "n": 1}
{"s": "F", "n": 0}
{"s": "yes", "n": 2}
{"s": "1", "n": -1}
{"s": "on"}
{}
--- rows o
TRUE, TRUE, 0
FALSE, FALSE, 0
TRUE, TRUE, 1
TRUE, TRUE, 0
NULL, NULL, NULL
NULL, NULL, NULL
