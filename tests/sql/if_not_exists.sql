-- IF NOT EXISTS leaves the table that is there; DROP IF EXISTS minds nothing.
DROP TABLE IF EXISTS nothing;
CREATE TABLE t (a INT);
CREATE TABLE IF NOT EXISTS t (a STRING, b STRING);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t;
--- t
{"a": 1}
--- rows o
1
