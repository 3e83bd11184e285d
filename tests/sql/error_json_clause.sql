-- A clause of JSON_VALUE says what comes ON EMPTY or ON ERROR.
CREATE TABLE t (s STRING);
CREATE TABLE o (a STRING);
INSERT INTO o SELECT JSON_VALUE(s, '$' NULL ON NOTHING) FROM t;
--- error
E201 unexpected 'NOTHING', expected EMPTY or ERROR
  --> script.sql:4:48
   | INSERT INTO o SELECT JSON_VALUE(s, '$' NULL ON NOTHING) FROM t;
   |                                                ^^^^^^^
