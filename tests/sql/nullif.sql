-- NULLIF gives NULL for the value that stands for none.
CREATE TABLE t (s STRING, n INT);
CREATE TABLE o (s STRING, q INT);
INSERT INTO o SELECT NULLIF(s, 'n/a'), 10 / NULLIF(n, 0) FROM t;
--- t
{"s": "n/a", "n": 0}
{"s": "x", "n": 5}
{}
--- rows o
NULL, NULL
'x', 2
NULL, NULL
