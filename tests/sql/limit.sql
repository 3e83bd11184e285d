-- LIMIT alone keeps the first rows that come, and never changes its mind; OFFSET leaves out the first.
CREATE TABLE t (k STRING);
CREATE TABLE o (k STRING);
CREATE TABLE p (k STRING);
INSERT INTO o SELECT k FROM t LIMIT 2;
INSERT INTO p SELECT k FROM t OFFSET 1 ROW FETCH NEXT 2 ROWS ONLY;
--- t
{"k": "a"}
--- restart
--- t
{"k": "b"}
{"k": "c"}
--- t
{"k": "d"}
--- rows o
'a'
'b'
--- rows p
'b'
'c'
