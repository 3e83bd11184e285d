-- FILTER narrows one aggregate; an unknown condition is no.
CREATE TABLE t (n BIGINT, good BOOLEAN, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (all_ BIGINT, good BIGINT, total BIGINT, nothing BIGINT);
INSERT INTO o SELECT COUNT(*), COUNT(*) FILTER (WHERE good), SUM(n) FILTER (WHERE good AND n > 1), MAX(n) FILTER (WHERE n > 9)
FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"n": 1, "good": true, "ts": "2024-01-01 00:00:01"}
{"n": 2, "good": true, "ts": "2024-01-01 00:00:01"}
{"n": 3, "good": null, "ts": "2024-01-01 00:00:01"}
{"n": null, "good": true, "ts": "2024-01-01 00:00:01"}
--- end
--- rows o
4, 3, 2, NULL
