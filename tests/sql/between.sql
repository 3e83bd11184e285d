-- BETWEEN takes both ends in; NOT BETWEEN neither; a NULL end can still say no.
CREATE TABLE t (n INT, low INT);
CREATE TABLE o (n INT, inside BOOLEAN, outside BOOLEAN, from_low BOOLEAN);
INSERT INTO o SELECT n, n BETWEEN 2 AND 4, n NOT BETWEEN 2 AND 4, n BETWEEN low AND 4 FROM t;
--- t
{"n": 2, "low": 2}
{"n": 4}
{"n": 5}
{"low": 1}
--- rows o
2, TRUE, FALSE, TRUE
4, TRUE, FALSE, NULL
5, FALSE, TRUE, FALSE
NULL, NULL, NULL, NULL
