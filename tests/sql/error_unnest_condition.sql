-- LEFT JOIN UNNEST takes ON TRUE.
CREATE TABLE t (id INT, xs ARRAY<INT>, ms MAP<STRING, INT>, rs ARRAY<ROW<a INT, b STRING>>);
CREATE TABLE o (id INT, x INT);
INSERT INTO o SELECT id, x FROM t LEFT JOIN UNNEST(xs) AS e (x) ON x > 3;
--- error
E208 LEFT JOIN UNNEST with a condition is not supported yet
  --> script.sql:4:68
   | INSERT INTO o SELECT id, x FROM t LEFT JOIN UNNEST(xs) AS e (x) ON x > 3;
   |                                                                    ^^^^^
hint: write ON TRUE, and the condition behind WHERE
