-- Views stand on views; names and aliases reach through.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE VIEW v (key_, number_, time_) AS SELECT k, n + 1, ts FROM t WHERE n IS NOT NULL;
CREATE VIEW w AS SELECT * FROM v WHERE number_ > 1;
CREATE TABLE o (k STRING, total BIGINT);
INSERT INTO o WITH q AS (SELECT key_, number_ * 10 AS ten, time_ FROM w)
SELECT key_, SUM(ten) FROM TABLE(TUMBLE(TABLE q, DESCRIPTOR(time_), INTERVAL '10' SECOND)) GROUP BY key_, window_start, window_end;
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "a", "n": 0, "ts": "2024-01-01 00:00:01"}
{"k": "a", "n": null, "ts": "2024-01-01 00:00:01"}
{"k": "a", "n": 2, "ts": "2024-01-01 00:00:01"}
--- end
--- rows o
'a', 50
