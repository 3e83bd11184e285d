-- A row at which an aggregate with OVER raises is left out of it, and shown once.
CREATE FUNCTION mean AS 'functions.PlainMean' LANGUAGE PYTHON;
CREATE TABLE t (k INT, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE by_time (v INT, mean DOUBLE);
CREATE TABLE by_value (v INT, mean DOUBLE);
INSERT INTO by_time SELECT v, mean(v) OVER (ORDER BY ts ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t;
INSERT INTO by_value SELECT v, mean(v) OVER (ORDER BY v) FROM t;
--- t
{"k": 1, "v": 1, "ts": "2024-01-01 00:00:01"}
{"k": 1, "ts": "2024-01-01 00:00:02"}
{"k": 1, "v": 3, "ts": "2024-01-01 00:00:03"}
--- t
{"k": 1, "v": 2, "ts": "2024-01-01 00:00:04"}
--- end
--- changes by_time
+I 1, 1.0
+I NULL, 1.0
+I 3, 3.0
+I 2, 2.5
--- changes by_value
+I 1, 1.0
+I NULL, NULL
+I 3, 2.0
+I 2, 1.5
--- rejected
t: MEAN: TypeError: unsupported operand type(s) for +=: 'int' and 'NoneType'
t: MEAN: TypeError: unsupported operand type(s) for +=: 'int' and 'NoneType'
