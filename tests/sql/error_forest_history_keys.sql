-- The keys are those of the first table.
CREATE TABLE t (k STRING, x DOUBLE);
CREATE TABLE past (k STRING, x DOUBLE) WITH ('connector' = 'filesystem', 'path' = 'past', 'format' = 'json');
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t PARTITION BY k, DESCRIPTOR(x), history => TABLE past PARTITION BY k));
--- error
E217 RANDOM_CUT_FOREST: HISTORY has the keys of the first table
  --> script.sql:5:109
   | INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t PARTITION BY k, DESCRIPTOR(x), history => TABLE past PARTITION BY k));
   |                                                                                                             ^^^^^^^^^^^^^^^^^^^
hint: HISTORY => TABLE wind_of_last_year -- A bounded table with the same columns by name: its rows are learned first and give none.
