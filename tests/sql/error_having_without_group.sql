-- HAVING speaks of groups, and a plain column is in none.
CREATE TABLE t (a INT, b INT);
CREATE TABLE o (a INT);
INSERT INTO o SELECT a FROM t GROUP BY a HAVING b > 1;
--- error
E214 column 'b' is neither in GROUP BY nor inside an aggregate
  --> script.sql:4:49
   | INSERT INTO o SELECT a FROM t GROUP BY a HAVING b > 1;
   |                                                 ^
hint: add it to GROUP BY, or take MAX(b)
