-- A column that an option adds may not be there already.
CREATE TABLE t (x DOUBLE, is_anomaly BOOLEAN);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), is_anomaly => TRUE));
--- error
E211 the input has a column 'is_anomaly' already
  --> script.sql:4:35
   | INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), is_anomaly => TRUE));
   |                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: give it another name in a view
