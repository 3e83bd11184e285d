-- UNION ALL keeps repeats, under the first query's names; windows wait for both inputs.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE u (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE VIEW both_ AS SELECT k AS key_, n, ts FROM t UNION ALL SELECT 'u' || k, -n, ts FROM u;
CREATE TABLE o (k STRING, n BIGINT);
CREATE TABLE p (ws TIMESTAMP(3), rows_ BIGINT);
INSERT INTO o SELECT key_, n FROM both_;
INSERT INTO p SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE both_, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:30"}
--- u
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:09"}
--- rows o
'a', 1
'a', 1
'ua', -1
--- rows p
--- u
{"k": "a", "n": 2, "ts": "2024-01-01 00:00:12"}
--- rows p
2024-01-01 00:00:00.000, 2
