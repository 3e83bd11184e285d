-- The pairs keep their times: a window over them closes once no more can come.
CREATE TABLE a (id INT, k STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE b (n INT, k STRING, tb TIMESTAMP(3), WATERMARK FOR tb AS tb - INTERVAL '2' SECOND);
CREATE TABLE o (w TIMESTAMP(3), pairs BIGINT);
CREATE VIEW near AS SELECT id, n, ts FROM a JOIN b ON a.k = b.k AND b.tb BETWEEN a.ts - INTERVAL '5' SECOND AND a.ts + INTERVAL '10' SECOND;
INSERT INTO o SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE near, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- a
{"id": 1, "k": "x", "ts": "2024-01-01 00:00:08"}
--- b
{"n": 1, "k": "x", "tb": "2024-01-01 00:00:08"}
--- a
{"id": 2, "k": "z", "ts": "2024-01-01 00:00:21"}
--- b
{"n": 2, "k": "x", "tb": "2024-01-01 00:00:18"}
{"n": 3, "k": "z", "tb": "2024-01-01 00:00:21"}
--- rows o
--- a
{"id": 3, "k": "z", "ts": "2024-01-01 00:00:33"}
--- b
{"n": 4, "k": "z", "tb": "2024-01-01 00:00:33"}
--- rows o
2024-01-01 00:00:00.000, 2
--- end
--- rows o
2024-01-01 00:00:20.000, 1
2024-01-01 00:00:30.000, 1
--- rejected
