-- As many names as columns.
CREATE TABLE t (k INT, a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE u (k INT, b INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a INT, b INT);
INSERT INTO o SELECT a, b FROM t, LATERAL (SELECT b FROM u WHERE u.k = t.k) AS r (x, y);
--- error
E212 2 names for 1 columns
  --> script.sql:5:77
   | INSERT INTO o SELECT a, b FROM t, LATERAL (SELECT b FROM u WHERE u.k = t.k) AS r (x, y);
   |                                                                             ^^^^^^^^^^^
hint: the columns are b
