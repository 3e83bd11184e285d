-- * is not grouped.
CREATE TABLE t (a INT, b INT);
CREATE TABLE o (a INT, b INT);
INSERT INTO o SELECT * FROM t GROUP BY a;
--- error
E214 column 'b' is neither in GROUP BY nor inside an aggregate
  --> script.sql:4:22
   | INSERT INTO o SELECT * FROM t GROUP BY a;
   |                      ^
hint: add it to GROUP BY, or take MAX(b)
