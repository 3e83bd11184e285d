-- An aggregate without retract cannot read rows that are updated.
CREATE FUNCTION total AS 'functions.Total' LANGUAGE PYTHON;
CREATE FUNCTION mean AS 'functions.WeightedMean' LANGUAGE PYTHON;
CREATE FUNCTION dot AS 'functions.dot' LANGUAGE PYTHON;
CREATE FUNCTION words AS 'functions.words' LANGUAGE PYTHON;
CREATE FUNCTION noise AS 'functions.noise' LANGUAGE PYTHON;
CREATE TABLE t (k INT, v INT, x DOUBLE, a STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT mean(n, k) FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k);
--- error
E240 MEAN has no retract: its input updates rows: GroupAggregate by k, count0 = COUNT(*)
  --> script.sql:9:22
   | INSERT INTO o SELECT mean(n, k) FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k);
   |                      ^^^^^^^^^^
hint: write retract(self, accumulator, …), which takes out what accumulate took in
