-- PREV is not there, as in Flink; LAST with an offset is.
CREATE TABLE t (k STRING, n BIGINT, u TIMESTAMP(3), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a BIGINT);
INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A B) DEFINE B AS B.n > PREV(B.n));
--- error
E208 PREV is not supported in MATCH_RECOGNIZE
  --> script.sql:4:110
   | INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A B) DEFINE B AS B.n > PREV(B.n));
   |                                                                                                              ^^^^^^^^^
hint: LAST(A.price, 1) is the last row but one of A
