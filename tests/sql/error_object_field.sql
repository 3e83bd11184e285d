-- OBJECT_UPDATE changes fields that are there.
CREATE TABLE t (a INT);
CREATE TABLE o (a STRING);
INSERT INTO o SELECT CAST(OBJECT_UPDATE(OBJECT_OF('T', 'a', a), 'b', 1) AS STRING) FROM t;
--- error
E752 OBJECT_UPDATE: there is no field 'b', only a
