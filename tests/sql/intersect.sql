-- INTERSECT gives what both sides have, once; with ALL, as often as both have it.
CREATE TABLE t (n BIGINT);
CREATE TABLE u (n BIGINT);
CREATE TABLE o (n BIGINT);
CREATE TABLE p (n BIGINT);
INSERT INTO o SELECT n FROM t INTERSECT SELECT n FROM u;
INSERT INTO p SELECT n FROM t INTERSECT ALL SELECT n FROM u;
--- t
{"n": 1}
{"n": 1}
{"n": 2}
{}
--- rows o
--- u
{"n": 1}
{"n": 1}
{"n": 1}
{"n": 3}
{}
--- rows o
1
NULL
--- rows p
1
1
NULL
--- restart
--- t
{"n": 1}
{"n": 3}
--- rows o
3
--- rows p
1
3
