-- LATERAL follows a comma or a JOIN.
CREATE FUNCTION total AS 'functions.Total' LANGUAGE PYTHON;
CREATE FUNCTION mean AS 'functions.WeightedMean' LANGUAGE PYTHON;
CREATE FUNCTION dot AS 'functions.dot' LANGUAGE PYTHON;
CREATE FUNCTION words AS 'functions.words' LANGUAGE PYTHON;
CREATE FUNCTION noise AS 'functions.noise' LANGUAGE PYTHON;
CREATE TABLE t (k INT, v INT, x DOUBLE, a STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT n FROM t LATERAL TABLE(words(a)) AS r (w, n);
--- error
E208 LATERAL without a comma is not supported yet
  --> script.sql:9:31
   | INSERT INTO o SELECT n FROM t LATERAL TABLE(words(a)) AS r (w, n);
   |                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: write FROM t, LATERAL TABLE(f(x)) AS r
