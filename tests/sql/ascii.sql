-- ASCII is the first byte of the text in UTF-8, with Java's sign.
CREATE TABLE t (s STRING);
CREATE TABLE o (a INT);
INSERT INTO o SELECT ASCII(s) FROM t;
--- t
{"s": "ab"}
{"s": "ä"}
{"s": ""}
{}
--- rows o
97
-61
0
NULL
