-- A table function has as many columns as it declares.
CREATE FUNCTION total AS 'functions.Total' LANGUAGE PYTHON;
CREATE FUNCTION mean AS 'functions.WeightedMean' LANGUAGE PYTHON;
CREATE FUNCTION dot AS 'functions.dot' LANGUAGE PYTHON;
CREATE FUNCTION words AS 'functions.words' LANGUAGE PYTHON;
CREATE FUNCTION noise AS 'functions.noise' LANGUAGE PYTHON;
CREATE TABLE t (k INT, v INT, x DOUBLE, a STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT n FROM t, LATERAL TABLE(words(a)) AS r (n);
--- error
E212 1 names for 2 columns
  --> script.sql:9:56
   | INSERT INTO o SELECT n FROM t, LATERAL TABLE(words(a)) AS r (n);
   |                                                        ^^^^^^^^
hint: the columns are word, length
