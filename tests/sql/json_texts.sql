-- Texts with escapes; numbers, booleans and objects become texts as they are written.
CREATE TABLE t (s STRING);
CREATE TABLE o (s STRING, n INT);
INSERT INTO o SELECT s, CHAR_LENGTH(s) FROM t;
--- t
{"s": "a\"b\\c\/\t"}
{"s": "\u00e4\ud83d\ude00"}
{"s": 1.50}
{"s": true}
{"s": {"b": 1, "a": [true, null]}}
{"s": [1, "x"]}
{"s": null}
--- rows o
'a"b\c/	', 7
'ä😀', 2
'1.50', 4
'true', 4
'{"b":1,"a":[true,null]}', 23
'[1,"x"]', 7
NULL, NULL
