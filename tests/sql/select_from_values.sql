-- VALUES with names can be read like a table.
CREATE TABLE t (a INT);
CREATE TABLE o (n INT, w STRING);
CREATE TABLE p (a INT);
INSERT INTO o SELECT n + 1, UPPER(w) FROM (VALUES (1, 'one'), (2, 'two')) AS v (n, w) WHERE n > 1;
INSERT INTO p SELECT a FROM t;
--- t
{"a": 1}
--- end
--- rows o
3, 'TWO'
--- rows p
1
