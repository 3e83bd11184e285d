-- A table function that is not deterministic cannot read rows that are updated.
CREATE FUNCTION total AS 'functions.Total' LANGUAGE PYTHON;
CREATE FUNCTION mean AS 'functions.WeightedMean' LANGUAGE PYTHON;
CREATE FUNCTION dot AS 'functions.dot' LANGUAGE PYTHON;
CREATE FUNCTION words AS 'functions.words' LANGUAGE PYTHON;
CREATE FUNCTION noise AS 'functions.noise' LANGUAGE PYTHON;
CREATE TABLE t (k INT, v INT, x DOUBLE, a STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT r.x FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k), LATERAL TABLE(noise(k)) AS r (x);
--- error
E208 NOISE may give other rows when a row is taken back: GroupAggregate by k, count0 = COUNT(*)
  --> script.sql:9:90
   | INSERT INTO o SELECT r.x FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k), LATERAL TABLE(noise(k)) AS r (x);
   |                                                                                          ^^^^^^^^
hint: make it deterministic, or call it before what updates the rows
