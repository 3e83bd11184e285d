-- OVER names a window that WINDOW does not define.
CREATE TABLE t (n INT, p AS PROCTIME());
CREATE TABLE o (n INT);
INSERT INTO o SELECT SUM(n) OVER v FROM t WINDOW w AS (ORDER BY p);
--- error
E230 unknown window 'v'
  --> script.sql:4:22
   | INSERT INTO o SELECT SUM(n) OVER v FROM t WINDOW w AS (ORDER BY p);
   |                      ^^^^^^^^^^^^^
hint: WINDOW v AS (PARTITION BY … ORDER BY …)
