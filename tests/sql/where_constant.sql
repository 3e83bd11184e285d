-- A condition without columns keeps all rows, or none.
CREATE TABLE t (n INT);
CREATE TABLE o (n INT);
CREATE TABLE p (n INT);
INSERT INTO o SELECT n FROM t WHERE 1 = 1;
INSERT INTO p SELECT n FROM t WHERE 1 > 2;
--- t
{"n": 1}
--- rows o
1
--- rows p
