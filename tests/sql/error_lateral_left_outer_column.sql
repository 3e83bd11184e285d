-- A LEFT JOIN LATERAL selects its own columns.
CREATE TABLE t (k INT, a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE u (k INT, b INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a INT, b INT);
INSERT INTO o SELECT a, b FROM t LEFT JOIN LATERAL (SELECT t.a + u.b FROM u WHERE u.k = t.k) AS r (b) ON TRUE;
--- error
E208 a column from before a LEFT JOIN LATERAL is not supported yet
  --> script.sql:5:60
   | INSERT INTO o SELECT a, b FROM t LEFT JOIN LATERAL (SELECT t.a + u.b FROM u WHERE u.k = t.k) AS r (b) ON TRUE;
   |                                                            ^^^^^^^^^
hint: select it behind the join
