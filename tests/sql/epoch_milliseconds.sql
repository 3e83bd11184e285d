-- Times as numbers: TO_TIMESTAMP_LTZ, with the watermark on it.
CREATE TABLE t (ms BIGINT, ts AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP_LTZ(3), rows_ BIGINT);
INSERT INTO o SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"ms": 1700000001000}
{"ms": -1}
{"ms": "1700000009999"}
--- end
--- rows o
2023-11-14 22:13:20.000, 2
--- rejected
t: late: its last window has fired
