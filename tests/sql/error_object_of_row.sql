-- A ROW without a name is no object.
CREATE TABLE t (a INT);
CREATE TABLE o (a STRING);
INSERT INTO o SELECT CAST(OBJECT_UPDATE(ROW(a), 'a', 1) AS STRING) FROM t;
--- error
E210 OBJECT_UPDATE does not take (ROW<`EXPR$0` INT>, CHAR(1), INT)
  --> script.sql:4:27
   | INSERT INTO o SELECT CAST(OBJECT_UPDATE(ROW(a), 'a', 1) AS STRING) FROM t;
   |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: CAST the arguments to the types that it takes
