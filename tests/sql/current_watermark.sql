-- CURRENT_WATERMARK is the watermark before a row, NULL before there is one; so WHERE can tell late rows.
CREATE TABLE t (id INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (id INT, w TIMESTAMP(3), late BOOLEAN);
CREATE TABLE kept (id INT);
INSERT INTO o SELECT id, CURRENT_WATERMARK(ts), ts <= CURRENT_WATERMARK(ts) FROM t;
INSERT INTO kept SELECT id FROM t WHERE CURRENT_WATERMARK(ts) IS NULL OR ts > CURRENT_WATERMARK(ts);
--- t
{"id": 1, "ts": "2024-01-01 00:00:05"}
{"id": 2, "ts": "2024-01-01 00:00:03.001"}
{"id": 3, "ts": "2024-01-01 00:00:03"}
--- restart
--- t
{"id": 4, "ts": "2024-01-01 00:00:09.500"}
{"id": 5, "ts": "2024-01-01 00:00:07.500"}
--- rows o
1, NULL, NULL
2, 2024-01-01 00:00:03.000, FALSE
3, 2024-01-01 00:00:03.000, TRUE
4, 2024-01-01 00:00:03.000, FALSE
5, 2024-01-01 00:00:07.500, TRUE
--- rows kept
1
2
4
