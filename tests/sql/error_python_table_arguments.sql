-- A table function takes what it declares.
CREATE FUNCTION total AS 'functions.Total' LANGUAGE PYTHON;
CREATE FUNCTION mean AS 'functions.WeightedMean' LANGUAGE PYTHON;
CREATE FUNCTION dot AS 'functions.dot' LANGUAGE PYTHON;
CREATE FUNCTION words AS 'functions.words' LANGUAGE PYTHON;
CREATE FUNCTION noise AS 'functions.noise' LANGUAGE PYTHON;
CREATE TABLE t (k INT, v INT, x DOUBLE, a STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT n FROM t, LATERAL TABLE(words(k, a)) AS r (w, n);
--- error
E210 WORDS does not take (INT, STRING)
  --> script.sql:9:46
   | INSERT INTO o SELECT n FROM t, LATERAL TABLE(words(k, a)) AS r (w, n);
   |                                              ^^^^^^^^^^^
hint: write CAST(… AS INT) around the STRING
