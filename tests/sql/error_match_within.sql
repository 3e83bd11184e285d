-- WITHIN takes a length of time.
CREATE TABLE t (k STRING, n BIGINT, u TIMESTAMP(3), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a BIGINT);
INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A B) WITHIN INTERVAL '1' MONTH DEFINE B AS n > 1);
--- error
E217 WITHIN takes an INTERVAL of days to seconds
  --> script.sql:4:99
   | INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A B) WITHIN INTERVAL '1' MONTH DEFINE B AS n > 1);
   |                                                                                                   ^^^^^^^^^^^^^^^^^^
hint: WITHIN INTERVAL '1' HOUR
