-- A row without an event time is refused; other rows go on.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (n BIGINT);
INSERT INTO o SELECT n FROM t;
--- t
{"n": 1}
{"n": 2, "ts": "2024-01-01 00:00:01"}
{"n": 3, "ts": null}
--- rows o
2
--- rejected
t: no timestamp
t: no timestamp
