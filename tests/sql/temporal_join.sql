-- Each row is joined with the rate that held at its time.
CREATE TABLE o_ (id INT, k STRING, price INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE r (k STRING, rate INT, since TIMESTAMP(3), WATERMARK FOR since AS since, PRIMARY KEY (k) NOT ENFORCED);
CREATE TABLE o (id INT, total INT, ts TIMESTAMP(3));
INSERT INTO o SELECT id, price * rate, ts FROM o_ JOIN r FOR SYSTEM_TIME AS OF o_.ts AS v ON o_.k = v.k;
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
1, 20, 2024-01-01 00:00:03.000
2, 30, 2024-01-01 00:00:07.000
6, 90, 2024-01-01 00:00:10.000
--- o_
{"id": 7, "k": "x", "price": 10, "ts": "2024-01-01 00:00:19"}
{"id": 8, "k": "x", "price": 10, "ts": "2024-01-01 00:00:25"}
--- end
--- rows o
5, 40, 2024-01-01 00:00:12.000
7, 40, 2024-01-01 00:00:19.000
8, 50, 2024-01-01 00:00:25.000
