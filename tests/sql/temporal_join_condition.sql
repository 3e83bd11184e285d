-- A condition beside the key is asked of the version that held.
CREATE TABLE o_ (id INT, k STRING, price INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE r (k STRING, rate INT, since TIMESTAMP(3), WATERMARK FOR since AS since, PRIMARY KEY (k) NOT ENFORCED);
CREATE TABLE o (id INT, rate INT);
INSERT INTO o SELECT id, rate FROM o_ LEFT JOIN r FOR SYSTEM_TIME AS OF o_.ts ON o_.k = r.k AND r.rate > 2;
--- o_
{"id": 1, "k": "x", "price": 10, "ts": "2024-01-01 00:00:03"}
{"id": 2, "k": "x", "price": 10, "ts": "2024-01-01 00:00:07"}
{"id": 3, "k": "y", "price": 10, "ts": "2024-01-01 00:00:05"}
{"id": 4, "k": null, "price": 10, "ts": "2024-01-01 00:00:06"}
--- r
{"k": "x", "rate": 2, "since": "2024-01-01 00:00:01"}
{"k": "x", "rate": 3, "since": "2024-01-01 00:00:05"}
{"k": "y", "rate": 9, "since": "2024-01-01 00:00:06"}
--- restart
--- o_
{"id": 5, "k": "x", "price": 10, "ts": "2024-01-01 00:00:12"}
{"id": 6, "k": "y", "price": 10, "ts": "2024-01-01 00:00:10"}
--- r
{"k": "x", "rate": 4, "since": "2024-01-01 00:00:12"}
{"k": "x", "rate": 5, "since": "2024-01-01 00:00:20"}
--- rows o
1, NULL
3, NULL
4, NULL
2, 3
6, 9
--- o_
{"id": 7, "k": "x", "price": 10, "ts": "2024-01-01 00:00:19"}
{"id": 8, "k": "x", "price": 10, "ts": "2024-01-01 00:00:25"}
--- end
--- rows o
5, 4
7, 4
8, 5
