-- A search that goes on at the match's first row would never end.
CREATE TABLE t (k STRING, n BIGINT, u TIMESTAMP(3), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a BIGINT);
INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a AFTER MATCH SKIP TO FIRST A PATTERN (A B) DEFINE B AS n > 1);
--- error
E217 AFTER MATCH SKIP TO FIRST A stays at the match's first row
  --> script.sql:4:104
   | INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a AFTER MATCH SKIP TO FIRST A PATTERN (A B) DEFINE B AS n > 1);
   |                                                                                                        ^
hint: skip to a later variable, or TO NEXT ROW
