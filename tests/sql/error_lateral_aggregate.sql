-- One aggregate per row stands alone.
CREATE TABLE t (k INT, a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE u (k INT, b INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a INT, b INT);
INSERT INTO o SELECT a, b FROM t, LATERAL (SELECT COALESCE(MAX(b), 0) AS b FROM u WHERE u.k = t.k) AS r;
--- error
E208 an expression of an aggregate per row is not supported yet
  --> script.sql:5:51
   | INSERT INTO o SELECT a, b FROM t, LATERAL (SELECT COALESCE(MAX(b), 0) AS b FROM u WHERE u.k = t.k) AS r;
   |                                                   ^^^^^^^^^^^^^^^^^^^^^^^^
hint: select the aggregate as it is, and compute with it behind the join
