-- An aggregate of an aggregate makes no sense.
CREATE TABLE t (a INT);
CREATE TABLE o (c BIGINT);
INSERT INTO o SELECT SUM(COUNT(*)) FROM t;
--- error
E219 COUNT cannot stand in GROUP BY: it is an aggregate
  --> script.sql:4:26
   | INSERT INTO o SELECT SUM(COUNT(*)) FROM t;
   |                          ^^^^^^^^
hint: see GROUP BY, HAVING
