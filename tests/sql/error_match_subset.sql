-- SUBSET is refused, as in Flink.
CREATE TABLE t (k STRING, n BIGINT, u TIMESTAMP(3), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a BIGINT);
INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A B) SUBSET X = (A, B) DEFINE A AS n > 1);
--- error
E208 SUBSET is not supported
  --> script.sql:4:92
   | INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A B) SUBSET X = (A, B) DEFINE A AS n > 1);
   |                                                                                            ^
hint: name each variable: A.x, B.x
