-- A column that nobody has.
CREATE TABLE t (k INT, a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE u (k INT, b INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a INT, b INT);
INSERT INTO o SELECT a, b FROM t, LATERAL (SELECT b FROM u WHERE u.k = t.c) AS r;
--- error
E203 unknown column 'c'
  --> script.sql:5:74
   | INSERT INTO o SELECT a, b FROM t, LATERAL (SELECT b FROM u WHERE u.k = t.c) AS r;
   |                                                                          ^
hint: known here: a, k, ts
