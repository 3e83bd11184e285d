-- A greedy quantifier cannot end a pattern: nobody knows when it is over.
CREATE TABLE t (k STRING, n BIGINT, u TIMESTAMP(3), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a BIGINT);
INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A B+) DEFINE B AS n > 1);
--- error
E208 a greedy quantifier at the end is not supported yet
  --> script.sql:4:89
   | INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A B+) DEFINE B AS n > 1);
   |                                                                                         ^^
hint: end with a plain variable or a reluctant one: B+?
