-- Numbers and earlier values of rows in the order of time; equals in time share a rank.
CREATE TABLE t (x STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '0.001' SECOND);
CREATE TABLE o (x STRING, rn BIGINT, r BIGINT, d BIGINT, before_ STRING, two STRING, three STRING);
INSERT INTO o SELECT x, ROW_NUMBER() OVER w, RANK() OVER w, DENSE_RANK() OVER w, LAG(x) OVER w, LAG(x, 2) OVER w, LAG(x, 3, 'none') OVER w
    FROM t WINDOW w AS (ORDER BY ts);
--- t
{"x": "a", "ts": "2024-01-01 00:00:01"}
{"x": "b", "ts": "2024-01-01 00:00:02"}
{"x": "c", "ts": "2024-01-01 00:00:02"}
{"x": "d", "ts": "2024-01-01 00:00:03"}
--- rows o
'a', 1, 1, 1, NULL, NULL, 'none'
'b', 2, 2, 2, 'a', NULL, 'none'
'c', 3, 2, 2, 'b', 'a', 'none'
--- restart
--- t
{"ts": "2024-01-01 00:00:05"}
{"x": "e", "ts": "2024-01-01 00:00:06"}
--- end
--- rows o
'd', 4, 4, 3, 'c', 'b', 'a'
NULL, 5, 5, 4, 'd', 'c', 'b'
'e', 6, 6, 5, NULL, 'd', 'c'
