-- A dropped table's name is free for another.
CREATE TABLE o (a STRING);
DROP TABLE o;
CREATE TABLE t (a INT);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t;
--- t
{"a": 1}
--- rows o
1
