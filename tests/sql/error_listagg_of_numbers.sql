-- LISTAGG takes texts.
CREATE TABLE t (a INT);
CREATE TABLE o (c STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT LISTAGG(a) FROM t;
--- error
E210 LISTAGG does not take (INT)
  --> script.sql:4:22
   | INSERT INTO o SELECT LISTAGG(a) FROM t;
   |                      ^^^^^^^^^^
hint: CAST the arguments to the types that it takes
