-- A table function gives no value.
CREATE FUNCTION total AS 'functions.Total' LANGUAGE PYTHON;
CREATE FUNCTION mean AS 'functions.WeightedMean' LANGUAGE PYTHON;
CREATE FUNCTION dot AS 'functions.dot' LANGUAGE PYTHON;
CREATE FUNCTION words AS 'functions.words' LANGUAGE PYTHON;
CREATE FUNCTION noise AS 'functions.noise' LANGUAGE PYTHON;
CREATE TABLE t (k INT, v INT, x DOUBLE, a STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT words(a) FROM t;
--- error
E208 WORDS gives rows, and cannot stand in SELECT
  --> script.sql:9:22
   | INSERT INTO o SELECT words(a) FROM t;
   |                      ^^^^^^^^
hint: FROM t, LATERAL TABLE(WORDS(…)) AS r
