-- A history's columns have the types of the live table's.
CREATE TABLE t (x DOUBLE);
CREATE TABLE past (x STRING) WITH ('connector' = 'filesystem', 'path' = 'past', 'format' = 'json');
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), history => TABLE past));
--- error
E207 the history's column 'x' is STRING, not DOUBLE
  --> script.sql:5:94
   | INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), history => TABLE past));
   |                                                                                              ^^^^
hint: CAST(x AS DOUBLE) in a view
