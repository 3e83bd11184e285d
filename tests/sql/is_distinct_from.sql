-- IS DISTINCT FROM compares NULL as a value of its own.
CREATE TABLE t (a INT, b INT);
CREATE TABLE o (a INT, b INT, differs BOOLEAN, same BOOLEAN);
INSERT INTO o SELECT a, b, a IS DISTINCT FROM b, a IS NOT DISTINCT FROM b FROM t;
--- t
{"a": 1, "b": 1}
{"a": 1, "b": 2}
{"a": 1}
{}
--- rows o
1, 1, FALSE, TRUE
1, 2, TRUE, FALSE
1, NULL, TRUE, FALSE
NULL, NULL, FALSE, TRUE
