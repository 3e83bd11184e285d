-- TRY_PARSE_JSON gives NULL for what is no JSON, and for keys that come twice unless they may.
CREATE TABLE t (s STRING);
CREATE TABLE o (once STRING, twice STRING, made STRING);
INSERT INTO o SELECT JSON_STRING(TRY_PARSE_JSON(s)), JSON_STRING(TRY_PARSE_JSON(s, TRUE)), JSON_OBJECT('v' VALUE TRY_PARSE_JSON(s)) FROM t;
--- t
{"s": "{\"a\": 1, \"a\": 2}"}
{"s": "\"x\""}
{"s": "NaN"}
{"s": ""}
{}
--- rows o
NULL, '{"a":2}', '{"v":null}'
'"x"', '"x"', '{"v":"x"}'
NULL, NULL, '{"v":null}'
NULL, NULL, '{"v":null}'
NULL, NULL, '{"v":null}'
