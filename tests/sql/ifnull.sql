-- IFNULL and COALESCE take the first that is there.
CREATE TABLE t (a INT, b INT);
CREATE TABLE o (x INT, y INT);
INSERT INTO o SELECT IFNULL(a, 0), COALESCE(a, b, -1) FROM t;
--- t
{"a": 1, "b": 2}
{"b": 2}
{}
--- rows o
1, 1
0, 2
0, -1
