-- A pattern that no row can fulfil is refused.
CREATE TABLE t (k STRING, n BIGINT, u TIMESTAMP(3), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a BIGINT);
INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A* B?) DEFINE A AS n > 1);
--- error
E208 a PATTERN that can be empty is not supported yet
  --> script.sql:4:87
   | INSERT INTO o SELECT a FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.n AS a PATTERN (A* B?) DEFINE A AS n > 1);
   |                                                                                       ^^
hint: let one variable have no ?, * or {0,…}
