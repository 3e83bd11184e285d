-- A default may be a column, and is computed from its own row.
CREATE TABLE t (s STRING, d INT);
CREATE TABLE o (a INT, b STRING);
INSERT INTO o SELECT JSON_VALUE(s, 'lax $.a' RETURNING INT DEFAULT d ON EMPTY), JSON_VALUE(s, 'lax $.a' DEFAULT d * 2 ON EMPTY NULL ON ERROR) FROM t;
--- t
{"s": "{\"a\": 1}", "d": 10}
{"s": "{}", "d": 20}
{"s": "{}", "d": null}
--- rows o
1, '1'
20, '40'
NULL, NULL
