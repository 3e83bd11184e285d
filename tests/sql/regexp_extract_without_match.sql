-- A group that does not match, or does not exist, is NULL.
CREATE TABLE t (s STRING);
CREATE TABLE o (all_ STRING, one_ STRING, none_ STRING);
INSERT INTO o SELECT REGEXP_EXTRACT(s, 'a(b)?c', 0), REGEXP_EXTRACT(s, 'a(b)?c', 1), REGEXP_EXTRACT(s, 'a(b)?c', 5) FROM t;
--- t
{"s": "abc"}
{"s": "ac"}
{"s": "x"}
--- rows o
'abc', 'b', NULL
'ac', NULL, NULL
NULL, NULL, NULL
