-- DISTINCT ON is another system's.
CREATE TABLE t (a INT, b INT);
CREATE TABLE o (c INT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT DISTINCT ON (a) b FROM t;
--- error
E208 DISTINCT ON is not supported yet
  --> script.sql:4:35
   | INSERT INTO o SELECT DISTINCT ON (a) b FROM t;
   |                                   ^
hint: keep the first row with ROW_NUMBER() = 1
