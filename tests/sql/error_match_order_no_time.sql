-- The first key of ORDER BY is a time attribute.
CREATE TABLE t (k STRING, n BIGINT, u TIMESTAMP(3), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a BIGINT);
INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY u MEASURES A.n AS a PATTERN (A B) DEFINE A AS n > 1);
--- error
E209 column 'u' is not a time attribute
  --> script.sql:4:57
   | INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY u MEASURES A.n AS a PATTERN (A B) DEFINE A AS n > 1);
   |                                                         ^
hint: declare WATERMARK FOR u AS u - INTERVAL '5' SECOND in the table, or pass it on unchanged
