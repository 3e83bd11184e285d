-- A query that groups is tied by equality alone.
CREATE TABLE t (k INT, a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE u (k INT, b INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a INT, b INT);
INSERT INTO o SELECT a, m FROM t, LATERAL (SELECT MAX(b) FROM u WHERE u.b < t.a) AS r (m);
--- error
E208 this condition on the row before LATERAL is not supported yet
  --> script.sql:5:71
   | INSERT INTO o SELECT a, m FROM t, LATERAL (SELECT MAX(b) FROM u WHERE u.b < t.a) AS r (m);
   |                                                                       ^^^^^^^^^
hint: tie the rows by equality: WHERE inner.k = outer.k
