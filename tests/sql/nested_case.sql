-- CASE inside CASE, and CASE as a condition.
CREATE TABLE t (a INT, b INT);
CREATE TABLE o (a INT, size STRING);
INSERT INTO o SELECT a, CASE WHEN a > 10 THEN CASE WHEN b > 10 THEN 'both' ELSE 'first' END ELSE 'none' END FROM t
WHERE CASE WHEN b IS NULL THEN FALSE ELSE b > 0 END;
--- t
{"a": 11, "b": 11}
{"a": 11, "b": 1}
{"a": 1, "b": 1}
{"a": 1}
{"a": 1, "b": -1}
--- rows o
11, 'both'
11, 'first'
1, 'none'
