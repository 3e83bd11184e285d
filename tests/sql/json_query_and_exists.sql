-- JSON_QUERY takes an object or array out of a text; JSON_EXISTS says whether it is there.
CREATE TABLE t (s STRING);
CREATE TABLE o (q STRING, e BOOLEAN, ok BOOLEAN);
INSERT INTO o SELECT JSON_QUERY(s, '$.b'), JSON_EXISTS(s, '$.b.c'), s IS JSON FROM t;
--- t
{"s": "{\"b\": {\"c\": [1, 2]}}"}
{"s": "{\"b\": [3]}"}
{"s": "{\"a\": 1}"}
--- rows o
'{"c":[1,2]}', TRUE, TRUE
'[3]', FALSE, TRUE
NULL, FALSE, TRUE
