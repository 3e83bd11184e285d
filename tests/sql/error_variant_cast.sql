-- A VARIANT is no text until JSON_STRING writes it.
CREATE TABLE t (s STRING);
CREATE TABLE o (s STRING);
INSERT INTO o SELECT CAST(PARSE_JSON(s)['a'] AS STRING) FROM t;
--- error
E207 VARIANT cannot be cast to STRING
  --> script.sql:4:22
   | INSERT INTO o SELECT CAST(PARSE_JSON(s)['a'] AS STRING) FROM t;
   |                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: PARSE_JSON makes one of a text, JSON_STRING a text of one
