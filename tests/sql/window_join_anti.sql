-- NOT EXISTS within a window.
CREATE TABLE a (id INT, k STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE b (n INT, k STRING, tb TIMESTAMP(3), WATERMARK FOR tb AS tb - INTERVAL '2' SECOND);
CREATE TABLE o (id INT);
INSERT INTO o SELECT id FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(ts), INTERVAL '10' SECOND)) l WHERE NOT EXISTS (SELECT 1 FROM TABLE(TUMBLE(TABLE b, DESCRIPTOR(tb), INTERVAL '10' SECOND)) r WHERE l.k = r.k AND l.window_start = r.window_start AND l.window_end = r.window_end);
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
2
3
--- rejected
