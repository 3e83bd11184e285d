-- A CASE has the type that all its branches fit into.
CREATE TABLE t (n INT);
CREATE TABLE o (x DOUBLE, y DECIMAL(12, 2), z BIGINT);
INSERT INTO o SELECT CASE WHEN n > 0 THEN 1 ELSE 0.5E0 END, CASE WHEN n > 0 THEN n ELSE 0.25 END,
    CASE WHEN n > 0 THEN n ELSE 10000000000 END FROM t;
--- t
{"n": 3}
{"n": -3}
--- rows o
1.0, 3.00, 3
0.5, 0.25, 10000000000
