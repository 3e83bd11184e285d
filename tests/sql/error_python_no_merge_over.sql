-- An aggregate without merge cannot stand before OVER.
CREATE FUNCTION total AS 'functions.Total' LANGUAGE PYTHON;
CREATE FUNCTION mean AS 'functions.WeightedMean' LANGUAGE PYTHON;
CREATE FUNCTION dot AS 'functions.dot' LANGUAGE PYTHON;
CREATE FUNCTION words AS 'functions.words' LANGUAGE PYTHON;
CREATE FUNCTION noise AS 'functions.noise' LANGUAGE PYTHON;
CREATE TABLE t (k INT, v INT, x DOUBLE, a STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT mean(v, k) OVER (ORDER BY ts) FROM t;
--- error
E240 MEAN has no merge: OVER adds up accumulators
  --> script.sql:9:22
   | INSERT INTO o SELECT mean(v, k) OVER (ORDER BY ts) FROM t;
   |                      ^^^^
hint: write merge(self, accumulator, others), which adds other accumulators to one
