-- A field is given once.
CREATE TABLE t (a INT);
CREATE TABLE o (a STRING);
INSERT INTO o SELECT CAST(OBJECT_OF('T', 'a', a, 'a', 2) AS STRING) FROM t;
--- error
E752 OBJECT_OF: the field 'a' is given twice
