-- missing_values takes one of three names.
CREATE TABLE t (x DOUBLE);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), missing_values => 'drop'));
--- error
E217 RANDOM_CUT_FOREST: missing_values is one of 'skip', 'last', 'impute'
  --> script.sql:4:95
   | INSERT INTO o SELECT x FROM TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(x), missing_values => 'drop'));
   |                                                                                               ^^^^^^
hint: MISSING_VALUES => 'skip' -- A row that lacks a number: no score, its last number, or one that fits the others.
