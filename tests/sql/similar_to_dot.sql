-- A dot in SIMILAR TO is any character, as in a regular expression; a $ is itself.
CREATE TABLE t (s STRING);
CREATE TABLE o (s STRING);
INSERT INTO o SELECT s FROM t WHERE s SIMILAR TO 'a.c|a$';
--- t
{"s": "a.c"}
{"s": "abc"}
{"s": "a$"}
{"s": "a"}
{"s": "abbc"}
{}
--- rows o
'a.c'
'abc'
'a$'
