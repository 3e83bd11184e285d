-- An aggregate without merge cannot be that of windows which share rows.
CREATE FUNCTION total AS 'functions.Total' LANGUAGE PYTHON;
CREATE FUNCTION mean AS 'functions.WeightedMean' LANGUAGE PYTHON;
CREATE FUNCTION dot AS 'functions.dot' LANGUAGE PYTHON;
CREATE FUNCTION words AS 'functions.words' LANGUAGE PYTHON;
CREATE FUNCTION noise AS 'functions.noise' LANGUAGE PYTHON;
CREATE TABLE t (k INT, v INT, x DOUBLE, a STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (x DOUBLE);
INSERT INTO o SELECT mean(v, k)
FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- error
E240 MEAN has no merge: a HOP window adds up accumulators
  --> script.sql:9:22
   | INSERT INTO o SELECT mean(v, k)
   |                      ^^^^^^^^^^
hint: write merge(self, accumulator, others), which adds other accumulators to one
