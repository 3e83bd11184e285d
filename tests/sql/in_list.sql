-- IN is true for any of the list; with a NULL in the list a miss is unknown.
CREATE TABLE t (s STRING, n INT);
CREATE TABLE o (s STRING, hit BOOLEAN, miss BOOLEAN, with_null BOOLEAN);
INSERT INTO o SELECT s, s IN ('a', 'b'), s NOT IN ('a', 'b'), n IN (1, CAST(NULL AS INT)) FROM t;
--- t
{"s": "a", "n": 1}
{"s": "c", "n": 2}
{}
--- rows o
'a', TRUE, FALSE, TRUE
'c', FALSE, TRUE, NULL
NULL, NULL, NULL, NULL
