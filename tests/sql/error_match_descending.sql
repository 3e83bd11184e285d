-- Time goes up.
CREATE TABLE t (k STRING, n BIGINT, u TIMESTAMP(3), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a BIGINT);
INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts DESC MEASURES A.n AS a PATTERN (A B) DEFINE A AS n > 1);
--- error
E217 MATCH_RECOGNIZE looks at rows in ascending order of time
  --> script.sql:4:57
   | INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts DESC MEASURES A.n AS a PATTERN (A B) DEFINE A AS n > 1);
   |                                                         ^^
hint: leave DESC out
