-- DEFINE speaks of the pattern's variables.
CREATE TABLE t (k STRING, n BIGINT, u TIMESTAMP(3), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a BIGINT);
INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A B) DEFINE C AS n > 1);
--- error
E217 DEFINE of 'C', which is not in the PATTERN
  --> script.sql:4:104
   | INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A B) DEFINE C AS n > 1);
   |                                                                                                        ^^^^^
hint: the variables are A, B
