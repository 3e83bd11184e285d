-- CASE takes the first branch that is true, and computes no other.
CREATE TABLE t (x INT);
CREATE TABLE o (searched STRING, simple STRING, guarded INT, neither STRING);
INSERT INTO o SELECT CASE WHEN x > 1 THEN 'many' WHEN x > 0 THEN 'one' ELSE 'few' END,
    CASE x WHEN 0 THEN 'zero' WHEN 1 THEN 'one' END,
    CASE WHEN x = 0 THEN -1 ELSE 10 / x END, CASE WHEN x = 9 THEN 'nine' END FROM t;
--- t
{"x": 0}
{"x": 1}
{"x": 5}
{"x": null}
--- rows o
'few', 'zero', -1, NULL
'one', 'one', 10, NULL
'many', NULL, 2, NULL
'few', NULL, NULL, NULL
--- rejected
