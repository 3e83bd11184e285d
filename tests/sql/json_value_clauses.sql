-- What JSON_VALUE gives where nothing is found, or nothing that can be given; a path is strict unless it says lax.
CREATE TABLE t (s STRING, d STRING);
CREATE TABLE o (strict_ STRING, lax_ STRING, n INT, x DOUBLE, b BOOLEAN, c STRING);
INSERT INTO o SELECT
    JSON_VALUE(s, '$.a' DEFAULT 'empty' ON EMPTY DEFAULT 'error' ON ERROR),
    JSON_VALUE(s, 'lax $.a' DEFAULT 'empty' ON EMPTY DEFAULT 'error' ON ERROR),
    JSON_VALUE(s, 'lax $.n' RETURNING INT DEFAULT -1 ON EMPTY),
    JSON_VALUE(s, 'lax $.x' RETURNING DOUBLE),
    JSON_VALUE(s, '$.b' RETURNING BOOLEAN DEFAULT TRUE ON ERROR),
    JSON_VALUE(s, 'lax $.a' DEFAULT 1.50 ON EMPTY)
FROM t;
--- t
{"s": "{\"a\": \"x\", \"n\": 7, \"x\": 1.5, \"b\": false}"}
{"s": "{\"a\": null, \"n\": null}"}
{"s": "{\"a\": [1]}"}
{"s": "{\"a\": 2.50}"}
{"s": "{}"}
{"s": "{"}
{}
--- rows o
'x', 'x', 7, 1.5, FALSE, 'x'
'error', 'empty', -1, NULL, TRUE, '1.50'
'error', 'empty', -1, NULL, TRUE, '1.50'
'2.50', '2.50', -1, NULL, TRUE, '2.50'
'error', 'empty', -1, NULL, TRUE, '1.50'
'error', 'empty', -1, NULL, TRUE, '1.50'
NULL, NULL, NULL, NULL, NULL, NULL
