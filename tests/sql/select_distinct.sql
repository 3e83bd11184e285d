-- Each different row once; NULL is like NULL. Of rows that are only added, nothing is ever taken back.
CREATE TABLE t (k STRING, n BIGINT);
CREATE TABLE o (k STRING, n BIGINT);
INSERT INTO o SELECT DISTINCT k, n + 1 FROM t WHERE n > 0 OR n IS NULL;
--- t
{"k": "a", "n": 3}
{"k": "a", "n": 3}
{"k": "a"}
{"k": "a", "n": 0}
{"n": 3}
--- rows o
'a', 4
'a', NULL
NULL, 4
--- restart
--- t
{"k": "a"}
{"k": "b", "n": 3}
{"n": 3}
--- rows o
'b', 4
