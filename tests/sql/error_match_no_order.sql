-- Without ORDER BY there is no order.
CREATE TABLE t (k STRING, n BIGINT, u TIMESTAMP(3), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a BIGINT);
INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (MEASURES A.n AS a PATTERN (A B) DEFINE A AS n > 1);
--- error
E217 MATCH_RECOGNIZE needs an ORDER BY
  --> script.sql:4:31
   | INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (MEASURES A.n AS a PATTERN (A B) DEFINE A AS n > 1);
   |                               ^^^^^^^^^^^^^^^
hint: ORDER BY ts, a time attribute
