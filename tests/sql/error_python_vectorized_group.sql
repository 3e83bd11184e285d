-- A vectorized aggregate needs groups that end.
CREATE FUNCTION total AS 'functions.Total' LANGUAGE PYTHON;
CREATE FUNCTION mean AS 'functions.WeightedMean' LANGUAGE PYTHON;
CREATE FUNCTION dot AS 'functions.dot' LANGUAGE PYTHON;
CREATE FUNCTION words AS 'functions.words' LANGUAGE PYTHON;
CREATE FUNCTION noise AS 'functions.noise' LANGUAGE PYTHON;
CREATE TABLE t (k INT, v INT, x DOUBLE, a STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT dot(x, v) FROM t GROUP BY k;
--- error
E240 DOT has no accumulate: it needs all rows of a group together, and here a group never ends
  --> script.sql:9:22
   | INSERT INTO o SELECT dot(x, v) FROM t GROUP BY k;
   |                      ^^^^^^^^^
hint: write a class with accumulate for groups without end, or group by a window
