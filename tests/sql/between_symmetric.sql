-- BETWEEN SYMMETRIC does not mind which end comes first.
CREATE TABLE t (n INT);
CREATE TABLE o (n INT);
INSERT INTO o SELECT n FROM t WHERE n BETWEEN SYMMETRIC 4 AND 2;
--- t
{"n": 1}
{"n": 2}
{"n": 4}
--- rows o
2
4
