-- A history has the columns of PARTITION BY and of the DESCRIPTOR.
CREATE TABLE t (k STRING, x DOUBLE);
CREATE TABLE past (x DOUBLE) WITH ('connector' = 'filesystem', 'path' = 'past', 'format' = 'json');
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t PARTITION BY k, DESCRIPTOR(x), history => TABLE past));
--- error
E207 the history has no column 'k'
  --> script.sql:5:109
   | INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t PARTITION BY k, DESCRIPTOR(x), history => TABLE past));
   |                                                                                                             ^^^^
hint: name it in a view: SELECT other AS k
