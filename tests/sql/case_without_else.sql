-- A CASE that no branch takes is NULL without ELSE; branches are tried in order.
CREATE TABLE t (n INT);
CREATE TABLE o (word STRING, number INT);
INSERT INTO o SELECT CASE WHEN n > 0 THEN 'more' WHEN n > -5 THEN 'less' END, CASE n WHEN 1 THEN 10 WHEN 1 THEN 20 END FROM t;
--- t
{"n": 1}
{"n": 0}
{"n": -9}
{}
--- rows o
'more', 10
'less', NULL
NULL, NULL
NULL, NULL
