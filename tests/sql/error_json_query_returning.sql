-- JSON_QUERY returns a text, or an array of texts.
CREATE TABLE t (s STRING);
CREATE TABLE o (a INT);
INSERT INTO o SELECT JSON_QUERY(s, '$' RETURNING INT) FROM t;
--- error
E208 JSON_QUERY returns STRING or ARRAY<STRING>, not INT
  --> script.sql:4:50
   | INSERT INTO o SELECT JSON_QUERY(s, '$' RETURNING INT) FROM t;
   |                                                  ^^^
