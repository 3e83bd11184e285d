-- A view is a query with a name: two readers, two results.
CREATE TABLE t (a INT);
CREATE VIEW v AS SELECT a, a * a AS square FROM t;
CREATE TABLE o (a INT);
CREATE TABLE p (square INT);
INSERT INTO o SELECT a FROM v WHERE square > 3;
INSERT INTO p SELECT square FROM v WHERE a < 3;
--- t
{"a": 1}
{"a": 2}
{"a": 3}
--- rows o
2
3
--- rows p
1
4
