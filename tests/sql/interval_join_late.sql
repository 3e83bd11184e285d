-- A late row still meets what is kept: b/1 until 00:25, b/2 no more when the watermark is 00:28.
CREATE TABLE a (id INT, k STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE b (n INT, k STRING, tb TIMESTAMP(3), WATERMARK FOR tb AS tb - INTERVAL '2' SECOND);
CREATE TABLE o (id INT, n INT);
INSERT INTO o SELECT id, n FROM a JOIN b ON a.k = b.k AND b.tb BETWEEN a.ts - INTERVAL '5' SECOND AND a.ts + INTERVAL '10' SECOND;
--- b
{"n": 1, "k": "x", "tb": "2024-01-01 00:00:20"}
{"n": 2, "k": "x", "tb": "2024-01-01 00:00:10"}
--- a
{"id": 1, "k": "x", "ts": "2024-01-01 00:00:24"}
--- b
{"n": 3, "k": "y", "tb": "2024-01-01 00:00:24"}
--- a
{"id": 2, "k": "x", "ts": "2024-01-01 00:00:12"}
--- rows o
1, 1
2, 1
--- a
{"id": 3, "k": "z", "ts": "2024-01-01 00:00:40"}
--- b
{"n": 4, "k": "z", "tb": "2024-01-01 00:00:30"}
--- a
{"id": 4, "k": "x", "ts": "2024-01-01 00:00:12"}
{"id": 5, "k": "x", "ts": "2024-01-01 00:00:24"}
--- rows o
