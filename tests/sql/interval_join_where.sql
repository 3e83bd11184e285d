-- The interval may stand in WHERE, the rows behind a comma.
CREATE TABLE a (id INT, k STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE b (n INT, k STRING, tb TIMESTAMP(3), WATERMARK FOR tb AS tb - INTERVAL '2' SECOND);
CREATE TABLE o (id INT, n INT);
INSERT INTO o SELECT id, n FROM a, b WHERE a.k = b.k AND a.ts >= b.tb AND a.ts < b.tb + INTERVAL '10' SECOND AND n > 1;
--- a
{"id": 1, "k": "x", "ts": "2024-01-01 00:00:10"}
{"id": 2, "k": "x", "ts": "2024-01-01 00:00:20"}
--- b
{"n": 1, "k": "x", "tb": "2024-01-01 00:00:10"}
{"n": 2, "k": "x", "tb": "2024-01-01 00:00:10"}
{"n": 3, "k": "x", "tb": "2024-01-01 00:00:11"}
--- rows o
1, 2
2, 3
