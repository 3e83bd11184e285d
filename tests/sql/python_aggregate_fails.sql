-- A row at which an aggregate raises is left out of that aggregate, and shown with the reason.
CREATE FUNCTION mean AS 'functions.WeightedMean' LANGUAGE PYTHON;
CREATE TABLE t (k STRING, v DECIMAL(10, 2), w INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (k STRING, mean DECIMAL(12, 4), n BIGINT);
CREATE TABLE windows (k STRING, mean DECIMAL(12, 4), n BIGINT);
INSERT INTO o SELECT k, mean(v, w), COUNT(*) FROM t GROUP BY k;
INSERT INTO windows SELECT k, mean(v, w), COUNT(*)
FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end;
--- t
{"k": "a", "v": 1.5, "w": 1, "ts": "2024-01-01 00:00:01"}
{"k": "a", "v": 3, "ts": "2024-01-01 00:00:02"}
{"k": "a", "v": 2.5, "w": 3, "ts": "2024-01-01 00:00:03"}
{"k": "b", "w": 3, "ts": "2024-01-01 00:00:04"}
--- changes o
+I 'a', 2.2500, 3
+I 'b', NULL, 1
--- end
--- rows windows
'a', 2.2500, 3
'b', NULL, 1
--- rejected
t: MEAN: TypeError: unsupported operand type(s) for *: 'decimal.Decimal' and 'NoneType'
t: MEAN: TypeError: unsupported operand type(s) for *: 'decimal.Decimal' and 'NoneType'
t: MEAN: TypeError: unsupported operand type(s) for *: 'decimal.Decimal' and 'NoneType'
t: MEAN: TypeError: unsupported operand type(s) for *: 'decimal.Decimal' and 'NoneType'
