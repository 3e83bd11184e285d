-- Only one row per match comes out, as in Flink.
CREATE TABLE t (k STRING, n BIGINT, u TIMESTAMP(3), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a BIGINT);
INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a ALL ROWS PER MATCH PATTERN (A B) DEFINE A AS n > 1);
--- error
E208 ALL ROWS PER MATCH is not supported
  --> script.sql:4:78
   | INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a ALL ROWS PER MATCH PATTERN (A B) DEFINE A AS n > 1);
   |                                                                              ^
hint: ONE ROW PER MATCH, with MEASURES for what you need
