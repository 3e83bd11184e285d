-- A view may stand on a view; names may be given anew.
CREATE TABLE t (a INT, b STRING);
CREATE VIEW v (x, y) AS SELECT a + 1, UPPER(b) FROM t;
CREATE VIEW w AS SELECT y, x * 10 AS ten FROM v WHERE x > 1;
CREATE TABLE o (y STRING, ten INT);
INSERT INTO o SELECT * FROM w;
--- t
{"a": 1, "b": "p"}
{"a": 0, "b": "q"}
--- rows o
'P', 20
