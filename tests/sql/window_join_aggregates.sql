-- Two aggregates of one window, joined: as Nexmark asks who is new and sells at once.
CREATE TABLE a (id INT, k STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE b (n INT, k STRING, tb TIMESTAMP(3), WATERMARK FOR tb AS tb - INTERVAL '2' SECOND);
CREATE TABLE o (k STRING, ids BIGINT, ns BIGINT, starttime TIMESTAMP(3));
INSERT INTO o SELECT P.k, P.ids, Q.ns, P.starttime FROM
(SELECT k, COUNT(*) AS ids, window_start AS starttime, window_end AS endtime FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end) P
JOIN (SELECT k, COUNT(*) AS ns, window_start AS starttime, window_end AS endtime FROM TABLE(TUMBLE(TABLE b, DESCRIPTOR(tb), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end) Q
ON P.k = Q.k AND P.starttime = Q.starttime AND P.endtime = Q.endtime;
--- a
{"id": 1, "k": "x", "ts": "2024-01-01 00:00:01"}
{"id": 2, "k": "y", "ts": "2024-01-01 00:00:02"}
{"id": 3, "k": null, "ts": "2024-01-01 00:00:03"}
{"id": 4, "k": "x", "ts": "2024-01-01 00:00:11"}
--- b
{"n": 1, "k": "x", "tb": "2024-01-01 00:00:05"}
{"n": 2, "k": "x", "tb": "2024-01-01 00:00:04"}
{"n": 3, "k": "w", "tb": "2024-01-01 00:00:09"}
{"n": 4, "k": null, "tb": "2024-01-01 00:00:08"}
--- rows o
--- restart
--- b
{"n": 5, "k": "x", "tb": "2024-01-01 00:00:12"}
--- rows o
--- a
{"id": 5, "k": "x", "ts": "2024-01-01 00:00:08"}
--- end
--- rows o
'x', 2, 2, 2024-01-01 00:00:00.000
'x', 1, 1, 2024-01-01 00:00:10.000
--- rejected
