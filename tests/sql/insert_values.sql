-- VALUES is a table of its own.
CREATE TABLE t (a INT);
CREATE TABLE o (a INT, b STRING);
CREATE TABLE p (a INT);
INSERT INTO o VALUES (1, 'x'), (2, CAST(NULL AS STRING));
INSERT INTO p SELECT a FROM t;
--- t
{"a": 1}
--- end
--- rows o
1, 'x'
2, NULL
--- rows p
1
