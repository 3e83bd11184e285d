-- A NOT NULL column takes what cannot be NULL.
CREATE TABLE t (a INT NOT NULL, b INT);
CREATE TABLE o (a INT NOT NULL, b INT NOT NULL);
INSERT INTO o SELECT a, COALESCE(b, 0) FROM t;
--- t
{"a": 1, "b": 2}
{"a": 1}
--- rows o
1, 2
1, 0
