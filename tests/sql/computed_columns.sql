-- Computed columns use the columns beside them; the watermark may stand on one.
CREATE TABLE t (price DOUBLE, amount INT, at_ STRING, cost AS price * amount, ts AS TO_TIMESTAMP(at_), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), cost DOUBLE);
INSERT INTO o SELECT window_start, SUM(cost) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"price": 1.5, "amount": 2, "at_": "2024-01-01 00:00:01"}
{"price": 1, "amount": 1, "at_": "no time"}
{"price": 1, "amount": 1, "at_": "2024-01-01 00:00:20"}
--- rows o
2024-01-01 00:00:00.000, 3.0
--- rejected
t: no timestamp
