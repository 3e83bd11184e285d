-- The stock's price falls and rises again: per symbol the lowest price and when the fall began and ended.
CREATE TABLE ticker (symbol STRING, price BIGINT, tax BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (symbol STRING, start_ts TIMESTAMP(3), bottom BIGINT, end_ts TIMESTAMP(3), falls BIGINT);
INSERT INTO o SELECT * FROM ticker MATCH_RECOGNIZE (
    PARTITION BY symbol
    ORDER BY ts
    MEASURES START_ROW.ts AS start_ts, LAST(PRICE_DOWN.price) AS bottom, LAST(PRICE_UP.ts) AS end_ts, COUNT(PRICE_DOWN.price) AS falls
    ONE ROW PER MATCH
    AFTER MATCH SKIP TO LAST PRICE_UP
    PATTERN (START_ROW PRICE_DOWN+ PRICE_UP)
    DEFINE
        PRICE_DOWN AS (LAST(PRICE_DOWN.price, 1) IS NULL AND PRICE_DOWN.price < START_ROW.price) OR PRICE_DOWN.price < LAST(PRICE_DOWN.price, 1),
        PRICE_UP AS PRICE_UP.price > LAST(PRICE_DOWN.price, 1)
) AS MR;
--- ticker
{"symbol": "ACME", "ts": "2024-04-01 10:00:00", "price": 12, "tax": 1}
{"symbol": "ACME", "ts": "2024-04-01 10:00:01", "price": 17, "tax": 2}
{"symbol": "ACME", "ts": "2024-04-01 10:00:02", "price": 19, "tax": 1}
{"symbol": "ACME", "ts": "2024-04-01 10:00:03", "price": 21, "tax": 3}
{"symbol": "ACME", "ts": "2024-04-01 10:00:04", "price": 25, "tax": 2}
{"symbol": "ACME", "ts": "2024-04-01 10:00:05", "price": 18, "tax": 1}
{"symbol": "ACME", "ts": "2024-04-01 10:00:06", "price": 15, "tax": 1}
{"symbol": "ACME", "ts": "2024-04-01 10:00:07", "price": 14, "tax": 2}
{"symbol": "ACME", "ts": "2024-04-01 10:00:08", "price": 24, "tax": 2}
{"symbol": "ACME", "ts": "2024-04-01 10:00:09", "price": 25, "tax": 2}
{"symbol": "ACME", "ts": "2024-04-01 10:00:10", "price": 19, "tax": 1}
--- end
--- rows o
'ACME', 2024-04-01 10:00:04.000, 14, 2024-04-01 10:00:08.000, 3
