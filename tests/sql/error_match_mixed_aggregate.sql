-- An aggregate runs over the rows of one variable.
CREATE TABLE t (k STRING, n BIGINT, u TIMESTAMP(3), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a BIGINT);
INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES SUM(A.n + B.n) AS a PATTERN (A B) DEFINE B AS n > 1);
--- error
E217 the columns of one call belong to one variable
  --> script.sql:4:69
   | INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES SUM(A.n + B.n) AS a PATTERN (A B) DEFINE B AS n > 1);
   |                                                                     ^^^^^^^^^^^^^^
hint: such as SUM(A.price * A.amount)
