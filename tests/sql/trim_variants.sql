-- TRIM takes spaces, or given characters, from either end; LTRIM and RTRIM from one.
CREATE TABLE t (s STRING);
CREATE TABLE o (a STRING, b STRING, c STRING, d STRING, e STRING);
INSERT INTO o SELECT '[' || TRIM(s) || ']', '[' || LTRIM(s) || ']', '[' || RTRIM(s) || ']', TRIM(BOTH 'x' FROM s), BTRIM(s, ' x') FROM t;
--- t
{"s": "  a b  "}
{"s": "xxaxx"}
{"s": " "}
{}
--- rows o
'[a b]', '[a b  ]', '[  a b]', '  a b  ', 'a b'
'[xxaxx]', '[xxaxx]', '[xxaxx]', 'a', 'a'
'[]', '[]', '[]', ' ', ''
NULL, NULL, NULL, NULL, NULL
