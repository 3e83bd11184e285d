-- Each variable stands once in a pattern, as in Flink.
CREATE TABLE t (k STRING, n BIGINT, u TIMESTAMP(3), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a BIGINT);
INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A B A) DEFINE A AS n > 1);
--- error
E208 'A' twice in a PATTERN is not supported yet
  --> script.sql:4:91
   | INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A B A) DEFINE A AS n > 1);
   |                                                                                           ^
hint: give each place a variable of its own
