-- COALESCE, IFNULL, NULLIF, IF, GREATEST and LEAST.
CREATE TABLE t (x INT, y INT);
CREATE TABLE o (a INT, b INT, c INT, d STRING, e INT, f INT);
INSERT INTO o SELECT COALESCE(x, y, -1), IFNULL(x, 0), NULLIF(x, y), IF(x > y, 'more', 'not more'), GREATEST(x, y), LEAST(x, y) FROM t;
--- t
{"x": 1, "y": 2}
{"x": 3, "y": 3}
{"y": 4}
{}
--- rows o
1, 1, 1, 'not more', 2, 1
3, 3, NULL, 'not more', 3, 3
4, 0, NULL, 'not more', NULL, NULL
-1, 0, NULL, 'not more', NULL, NULL
