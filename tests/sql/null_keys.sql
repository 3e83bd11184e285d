-- NULL, the empty text and NaN are keys of their own; 0.0 and -0.0 are one.
CREATE TABLE t (k STRING, x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (k STRING, rows_ BIGINT);
CREATE TABLE p (x DOUBLE, rows_ BIGINT);
CREATE VIEW w AS SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND));
INSERT INTO o SELECT k, COUNT(*) FROM w GROUP BY window_start, window_end, k;
INSERT INTO p SELECT x, COUNT(*) FROM w GROUP BY window_start, window_end, x;
--- t
{"k": null, "x": 0.0, "ts": "2024-01-01 00:00:01"}
{"k": "", "x": "-0.0", "ts": "2024-01-01 00:00:01"}
{"x": "NaN", "ts": "2024-01-01 00:00:01"}
{"k": "null", "x": "NaN", "ts": "2024-01-01 00:00:01"}
{"k": "", "ts": "2024-01-01 00:00:01"}
--- end
--- rows o
NULL, 2
'', 2
'null', 1
--- rows p
0.0, 2
nan, 2
NULL, 1
