-- ARRAY[...] and MAP[...] make collections.
CREATE TABLE t (a INT, s STRING);
CREATE TABLE o (x ARRAY<INT>, m MAP<STRING, INT>);
INSERT INTO o SELECT ARRAY[a, a * 2, 7], MAP[s, a] FROM t;
--- t
{"a": 1, "s": "k"}
--- rows o
[1, 2, 7], [('k', 1)]
