-- A table joined with itself: the rows of a batch meet one another.
CREATE TABLE a (id INT, k STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE b (n INT, k STRING, tb TIMESTAMP(3), WATERMARK FOR tb AS tb - INTERVAL '2' SECOND);
CREATE TABLE o (id INT, later INT);
INSERT INTO o SELECT p.id, q.id FROM a AS p JOIN a AS q ON p.k = q.k AND q.ts > p.ts AND q.ts <= p.ts + INTERVAL '5' SECOND;
--- a
{"id": 1, "k": "x", "ts": "2024-01-01 00:00:10"}
{"id": 2, "k": "x", "ts": "2024-01-01 00:00:15"}
{"id": 3, "k": "x", "ts": "2024-01-01 00:00:15"}
{"id": 4, "k": "x", "ts": "2024-01-01 00:00:19"}
--- rows o
1, 2
1, 3
2, 4
3, 4
