-- RIGHT JOIN LATERAL has no rows of its own to keep.
CREATE TABLE t (k INT, a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE u (k INT, b INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a INT, b INT);
INSERT INTO o SELECT a, b FROM t RIGHT JOIN LATERAL (SELECT b FROM u WHERE u.k = t.k) AS r ON TRUE;
--- error
E208 RIGHT JOIN LATERAL is not supported yet
  --> script.sql:5:45
   | INSERT INTO o SELECT a, b FROM t RIGHT JOIN LATERAL (SELECT b FROM u WHERE u.k = t.k) AS r ON TRUE;
   |                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: LEFT JOIN LATERAL (SELECT …) ON TRUE
