-- Aggregates in Python over windows of each kind; vectorized ones get a group's Arrow arrays.
CREATE FUNCTION total AS 'functions.Total' LANGUAGE PYTHON;
CREATE FUNCTION dot AS 'functions.dot' LANGUAGE PYTHON;
CREATE FUNCTION longest AS 'functions.longest' LANGUAGE PYTHON;
CREATE TABLE t (k STRING, v INT, x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE tumbling (at TIMESTAMP(3), total BIGINT, dot DOUBLE, longest STRING);
CREATE TABLE hopping (at TIMESTAMP(3), total BIGINT, dot DOUBLE, longest STRING);
CREATE TABLE growing (at TIMESTAMP(3), total BIGINT, longest STRING);
CREATE TABLE sessions (at TIMESTAMP(3), total BIGINT, different BIGINT, longest STRING);
CREATE TABLE over_rows (k STRING, total BIGINT, so_far BIGINT, longest STRING);
INSERT INTO tumbling SELECT window_end, total(v), dot(v, x), longest(k)
FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
INSERT INTO hopping SELECT window_end, total(v), dot(v, x), longest(k)
FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
INSERT INTO growing SELECT window_end, total(v), longest(k)
FROM TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '20' SECOND)) GROUP BY window_start, window_end;
INSERT INTO sessions SELECT window_end, total(v), total(DISTINCT v), longest(k)
FROM TABLE(SESSION(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end;
INSERT INTO over_rows SELECT k, total(v) OVER w, CAST(NULL AS BIGINT), longest(k) OVER w
FROM t WINDOW w AS (ORDER BY ts ROWS BETWEEN 1 PRECEDING AND CURRENT ROW);
--- t
{"k": "a", "v": 4, "x": 0.5, "ts": "2024-01-01 00:00:01"}
{"k": "long", "v": 4, "x": 2, "ts": "2024-01-01 00:00:03"}
{"v": 1, "ts": "2024-01-01 00:00:07"}
--- t
{"k": "bb", "v": 3, "x": 1, "ts": "2024-01-01 00:00:11"}
{"k": "c", "x": 1, "ts": "2024-01-01 00:00:19"}
--- end
--- rows tumbling
2024-01-01 00:00:10.000, 9, 10.0, 'long'
2024-01-01 00:00:20.000, 3, 3.0, 'bb'
--- rows hopping
2024-01-01 00:00:05.000, 8, 10.0, 'long'
2024-01-01 00:00:10.000, 9, 10.0, 'long'
2024-01-01 00:00:15.000, 4, 3.0, 'bb'
2024-01-01 00:00:20.000, 3, 3.0, 'bb'
2024-01-01 00:00:25.000, NULL, NULL, 'c'
--- rows growing
2024-01-01 00:00:05.000, 8, 'long'
2024-01-01 00:00:10.000, 9, 'long'
2024-01-01 00:00:15.000, 12, 'long'
2024-01-01 00:00:20.000, 12, 'long'
--- rows sessions
2024-01-01 00:00:16.000, 12, 8, 'long'
2024-01-01 00:00:24.000, NULL, NULL, 'c'
--- rows over_rows
'a', 4, NULL, 'a'
'long', 8, NULL, 'long'
NULL, 5, NULL, 'long'
'bb', 4, NULL, 'bb'
'c', 3, NULL, 'bb'
