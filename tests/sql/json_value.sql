-- JSON_VALUE takes one scalar out of a text; what is not there is NULL.
CREATE TABLE t (s STRING);
CREATE TABLE o (a STRING, b INT, c STRING);
INSERT INTO o SELECT JSON_VALUE(s, '$.a'), JSON_VALUE(s, '$.b.c' RETURNING INT), JSON_VALUE(s, '$.list[1]') FROM t;
--- t
{"s": "{\"a\": \"x\", \"b\": {\"c\": 7}, \"list\": [1, 2]}"}
{"s": "{\"a\": true, \"x\": 1.5}"}
{"s": "{}"}
{}
--- rows o
'x', 7, '2'
'true', NULL, NULL
NULL, NULL, NULL
NULL, NULL, NULL
