-- The first rows by processing time are final: new rows only, with their numbers.
CREATE TABLE t (k STRING, x INT, p AS PROCTIME());
CREATE TABLE o (k STRING, x INT, rn BIGINT);
INSERT INTO o SELECT k, x, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY p) AS rn FROM t) WHERE rn <= 2;
--- t
{"k": "a", "x": 1}
{"k": "b", "x": 2}
{"k": "a", "x": 3}
{"k": "a", "x": 4}
--- rows o
'a', 1, 1
'a', 3, 2
'b', 2, 1
--- restart
--- t
{"k": "b", "x": 5}
{"k": "b", "x": 6}
--- rows o
'b', 5, 2
