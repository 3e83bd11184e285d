-- JSON_EXISTS of a strict path that cannot be followed is an error, which is FALSE unless ON ERROR says otherwise.
CREATE TABLE t (s STRING);
CREATE TABLE o (plain BOOLEAN, lax_ BOOLEAN, t BOOLEAN, u BOOLEAN);
INSERT INTO o SELECT JSON_EXISTS(s, '$.a'), JSON_EXISTS(s, 'lax $.a' TRUE ON ERROR), JSON_EXISTS(s, '$.a' TRUE ON ERROR), JSON_EXISTS(s, '$.a' UNKNOWN ON ERROR) FROM t;
--- t
{"s": "{\"a\": 1}"}
{"s": "{\"a\": null}"}
{"s": "{}"}
{"s": "no JSON"}
{}
--- rows o
TRUE, TRUE, TRUE, TRUE
FALSE, FALSE, TRUE, NULL
FALSE, FALSE, TRUE, NULL
FALSE, FALSE, TRUE, NULL
NULL, NULL, NULL, NULL
