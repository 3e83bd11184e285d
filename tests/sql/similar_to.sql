-- SIMILAR TO is a pattern over the whole text.
CREATE TABLE t (s STRING);
CREATE TABLE o (s STRING, a BOOLEAN, b BOOLEAN);
INSERT INTO o SELECT s, s SIMILAR TO '(north|south)%', s NOT SIMILAR TO '[a-c]+' FROM t;
--- t
{"s": "north-1"}
{"s": "abc"}
{"s": "xnorth"}
{}
--- rows o
'north-1', TRUE, TRUE
'abc', FALSE, FALSE
'xnorth', FALSE, TRUE
NULL, NULL, NULL
