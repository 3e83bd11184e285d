-- Exclusion is refused.
CREATE TABLE t (k STRING, n BIGINT, u TIMESTAMP(3), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a BIGINT);
INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A {- B -} C) DEFINE A AS n > 1);
--- error
E208 {- -} in a PATTERN is not supported
  --> script.sql:4:90
   | INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A {- B -} C) DEFINE A AS n > 1);
   |                                                                                          ^
hint: leave the variable out of MEASURES
