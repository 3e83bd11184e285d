-- A text cast to VARCHAR(n) is cut; CHAR(n) fills up with spaces too.
CREATE TABLE t (s STRING);
CREATE TABLE o (v VARCHAR(3), c STRING, back INT);
INSERT INTO o SELECT CAST(s AS VARCHAR(3)), '[' || CAST(s AS CHAR(3)) || ']', CHAR_LENGTH(CAST(s AS CHAR(3))) FROM t;
--- t
{"s": "abcd"}
{"s": "a"}
{"s": ""}
{}
--- rows o
'abc', '[abc]', 3
'a', '[a  ]', 3
'', '[   ]', 3
NULL, NULL, NULL
