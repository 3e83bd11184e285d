-- What needs rows that are still to come is refused, and something near it proposed.
CREATE TABLE t (n INT, p AS PROCTIME());
CREATE TABLE o (n INT);
INSERT INTO o SELECT LEAD(n) OVER (ORDER BY p) FROM t;
--- error
E230 LEAD needs rows that are still to come
  --> script.sql:4:22
   | INSERT INTO o SELECT LEAD(n) OVER (ORDER BY p) FROM t;
   |                      ^^^^
hint: LAG looks back
