-- WRAPPER makes an array of what is found, RETURNING ARRAY<STRING> takes one apart, and ON says what comes instead.
CREATE TABLE t (s STRING);
CREATE TABLE o (plain STRING, wrapped STRING, perhaps STRING, l STRING, e STRING, texts ARRAY<STRING>);
INSERT INTO o SELECT
    JSON_QUERY(s, '$.a'), JSON_QUERY(s, '$.a' WITH WRAPPER), JSON_QUERY(s, '$.a' WITH CONDITIONAL ARRAY WRAPPER),
    JSON_QUERY(s, 'lax $.a' EMPTY ARRAY ON EMPTY), JSON_QUERY(s, '$.a' NULL ON EMPTY EMPTY OBJECT ON ERROR),
    JSON_QUERY(s, 'lax $.a' RETURNING ARRAY<STRING> WITHOUT WRAPPER NULL ON EMPTY)
FROM t;
--- t
{"s": "{\"a\": [1, \"x\", null, {\"b\": 2.50}]}"}
{"s": "{\"a\": {\"b\": 1}}"}
{"s": "{\"a\": 5}"}
{"s": "{}"}
{"s": "["}
{}
--- rows o
'[1,"x",null,{"b":2.50}]', '[[1,"x",null,{"b":2.50}]]', '[1,"x",null,{"b":2.50}]', '[1,"x",null,{"b":2.50}]', '[1,"x",null,{"b":2.50}]', ['1', 'x', None, '{"b":2.50}']
'{"b":1}', '[{"b":1}]', '[{"b":1}]', '{"b":1}', '{"b":1}', NULL
NULL, '[5]', '[5]', '[]', '{}', NULL
NULL, NULL, NULL, '[]', '{}', NULL
NULL, NULL, NULL, '[]', '{}', NULL
NULL, NULL, NULL, NULL, NULL, NULL
