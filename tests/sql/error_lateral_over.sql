-- OVER in a query that reads columns before LATERAL.
CREATE TABLE t (k INT, a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE u (k INT, b INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a INT, b INT);
INSERT INTO o SELECT a, b FROM t, LATERAL (SELECT COUNT(*) OVER (ORDER BY ts) AS b FROM u WHERE u.k = t.k) AS r;
--- error
E208 OVER in a query that reads columns before LATERAL is not supported yet
  --> script.sql:5:51
   | INSERT INTO o SELECT a, b FROM t, LATERAL (SELECT COUNT(*) OVER (ORDER BY ts) AS b FROM u WHERE u.k = t.k) AS r;
   |                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: keep the first few with ORDER BY … LIMIT n; or number the rows in a view and join it
