-- A left row without partner comes once none can come any more.
CREATE TABLE a (id INT, k STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE b (n INT, k STRING, tb TIMESTAMP(3), WATERMARK FOR tb AS tb - INTERVAL '2' SECOND);
CREATE TABLE o (id INT, n INT, ts TIMESTAMP(3), tb TIMESTAMP(3));
INSERT INTO o SELECT id, n, ts, CAST(tb AS TIMESTAMP(3)) FROM a LEFT JOIN b ON a.k = b.k AND b.tb BETWEEN a.ts - INTERVAL '5' SECOND AND a.ts + INTERVAL '10' SECOND;
--- a
{"id": 1, "k": "x", "ts": "2024-01-01 00:00:10"}
{"id": 2, "k": "y", "ts": "2024-01-01 00:00:10"}
{"id": 3, "k": null, "ts": "2024-01-01 00:00:11"}
{"id": 4, "k": "x", "ts": "2024-01-01 00:00:20"}
--- b
{"n": 1, "k": "x", "tb": "2024-01-01 00:00:05"}
{"n": 2, "k": "x", "tb": "2024-01-01 00:00:04"}
{"n": 3, "k": "x", "tb": "2024-01-01 00:00:20"}
{"n": 4, "k": "y", "tb": "2024-01-01 00:00:21"}
--- restart
--- a
{"id": 5, "k": "z", "ts": "2024-01-01 00:00:30"}
--- b
{"n": 5, "k": "x", "tb": "2024-01-01 00:00:40"}
{"n": 6, "k": "x", "tb": "2024-01-01 00:00:30"}
--- a
{"id": 6, "k": "z", "ts": "2024-01-01 00:00:45"}
--- rows o
1, 1, 2024-01-01 00:00:10.000, 2024-01-01 00:00:05.000
1, 3, 2024-01-01 00:00:10.000, 2024-01-01 00:00:20.000
4, 3, 2024-01-01 00:00:20.000, 2024-01-01 00:00:20.000
4, 6, 2024-01-01 00:00:20.000, 2024-01-01 00:00:30.000
2, NULL, 2024-01-01 00:00:10.000, NULL
3, NULL, 2024-01-01 00:00:11.000, NULL
--- end
--- rows o
5, NULL, 2024-01-01 00:00:30.000, NULL
6, NULL, 2024-01-01 00:00:45.000, NULL
