-- RIGHT JOIN LATERAL has no rows of its own to keep.
CREATE FUNCTION total AS 'functions.Total' LANGUAGE PYTHON;
CREATE FUNCTION mean AS 'functions.WeightedMean' LANGUAGE PYTHON;
CREATE FUNCTION dot AS 'functions.dot' LANGUAGE PYTHON;
CREATE FUNCTION words AS 'functions.words' LANGUAGE PYTHON;
CREATE FUNCTION noise AS 'functions.noise' LANGUAGE PYTHON;
CREATE TABLE t (k INT, v INT, x DOUBLE, a STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT n FROM t RIGHT JOIN LATERAL TABLE(words(a)) AS r (w, n) ON TRUE;
--- error
E208 RIGHT JOIN LATERAL is not supported yet
  --> script.sql:9:42
   | INSERT INTO o SELECT n FROM t RIGHT JOIN LATERAL TABLE(words(a)) AS r (w, n) ON TRUE;
   |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: LEFT JOIN LATERAL TABLE(f(x)) ON TRUE
