-- An aggregate is no condition on rows.
CREATE TABLE t (a INT);
CREATE TABLE o (c BIGINT);
INSERT INTO o SELECT COUNT(*) FROM t WHERE COUNT(*) > 1;
--- error
E219 COUNT cannot stand in WHERE: it is an aggregate
  --> script.sql:4:44
   | INSERT INTO o SELECT COUNT(*) FROM t WHERE COUNT(*) > 1;
   |                                            ^^^^^^^^
hint: see GROUP BY, HAVING
