-- By processing time rows are given at once, in the order in which they come.
CREATE TABLE t (k STRING, n INT, p AS PROCTIME());
CREATE TABLE o (k STRING, n INT, total INT, last_two INT);
CREATE VIEW totals AS SELECT *, SUM(n) OVER (PARTITION BY k ORDER BY p ROWS UNBOUNDED PRECEDING) AS total FROM t;
INSERT INTO o SELECT k, n, total, SUM(n) FILTER (WHERE n > 0) OVER (PARTITION BY k ORDER BY p ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM totals;
--- t
{"k": "a", "n": 1}
{"k": "b", "n": 2}
{"k": "a", "n": 3}
--- rows o
'a', 1, 1, 1
'b', 2, 2, 2
'a', 3, 4, 4
--- restart
--- t
{"k": "a", "n": -5}
{"k": "b"}
--- rows o
'a', -5, -1, 3
'b', NULL, 2, 2
