-- A column before LATERAL is read in its query's own WHERE.
CREATE TABLE t (k INT, a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE u (k INT, b INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a INT, b INT);
INSERT INTO o SELECT a, b FROM t, LATERAL (SELECT b FROM (SELECT b FROM u WHERE u.k = t.k) AS v LIMIT 1) AS r;
--- error
E208 't' is from before LATERAL, and stands too deep in its query
  --> script.sql:5:87
   | INSERT INTO o SELECT a, b FROM t, LATERAL (SELECT b FROM (SELECT b FROM u WHERE u.k = t.k) AS v LIMIT 1) AS r;
   |                                                                                       ^
hint: compare it in the query's own WHERE: SELECT … FROM u WHERE u.k = s.k
