-- * gives all columns in the table's order, t.* too, and more may stand beside them.
CREATE TABLE t (a INT, b STRING, c AS a + 1);
CREATE TABLE o (a INT, b STRING, c INT);
CREATE TABLE p (d INT, a INT, b STRING, c INT);
INSERT INTO o SELECT * FROM t;
INSERT INTO p SELECT a * 2, x.* FROM t AS x;
--- t
{"a": 1, "b": "x"}
--- rows o
1, 'x', 2
--- rows p
2, 1, 'x', 2
