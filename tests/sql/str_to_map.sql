-- STR_TO_MAP reads pairs.
CREATE TABLE t (s STRING);
CREATE TABLE o (a STRING, b STRING, n INT);
INSERT INTO o SELECT STR_TO_MAP(s)['a'], STR_TO_MAP(s, ';', ':')['b'], CARDINALITY(STR_TO_MAP(s)) FROM t;
--- t
{"s": "a=1,b=2"}
{"s": "a:1;b:2"}
{"s": ""}
{}
--- rows o
'1', NULL, 2
NULL, '2', 1
NULL, NULL, 0
NULL, NULL, NULL
