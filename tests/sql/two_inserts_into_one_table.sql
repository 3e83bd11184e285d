-- Two statements may write into one table.
CREATE TABLE t (a INT);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t WHERE a < 5;
INSERT INTO o SELECT a * 100 FROM t WHERE a > 1;
--- t
{"a": 1}
{"a": 3}
--- rows o
1
3
--- rows o#2
300
