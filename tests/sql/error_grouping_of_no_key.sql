-- GROUPING asks for a key of the query.
CREATE TABLE t (a INT, b INT);
CREATE TABLE o (c BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT GROUPING(b) FROM t GROUP BY CUBE (a);
--- error
E214 column 'b' is neither in GROUP BY nor inside an aggregate
  --> script.sql:4:31
   | INSERT INTO o SELECT GROUPING(b) FROM t GROUP BY CUBE (a);
   |                               ^
hint: add it to GROUP BY, or take MAX(b)
