-- REPLACE puts a text for a text, TRANSLATE a character for a character, OVERLAY one at a place.
CREATE TABLE t (s STRING);
CREATE TABLE o (a STRING, b STRING, c STRING);
INSERT INTO o SELECT REPLACE(s, 'ab', 'x'), TRANSLATE(s, 'abc', '12'), OVERLAY(s PLACING 'ZZ' FROM 2) FROM t;
--- t
{"s": "ababc"}
{"s": "c"}
{}
--- rows o
'xxc', '1212', 'aZZbc'
'c', '', 'c'
NULL, NULL, NULL
