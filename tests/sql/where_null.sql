-- WHERE lets a row through only when its condition is true: unknown is not.
CREATE TABLE t (n INT);
CREATE TABLE o (n INT);
CREATE TABLE p (n INT);
INSERT INTO o SELECT n FROM t WHERE n > 1;
INSERT INTO p SELECT n FROM t WHERE NOT n > 1;
--- t
{"n": 2}
{"n": 1}
{"n": null}
--- rows o
2
--- rows p
1
