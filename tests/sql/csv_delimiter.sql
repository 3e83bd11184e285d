-- The delimiter may be any character.
CREATE TABLE t (a INT, b STRING) WITH ('format' = 'csv', 'csv.field-delimiter' = ';');
CREATE TABLE o (a INT, b STRING);
INSERT INTO o SELECT a, b FROM t;
--- t
1;a,b
2;"c;d"
--- rows o
1, 'a,b'
2, 'c;d'
