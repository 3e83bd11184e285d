-- Dates and times as SQL writes them.
CREATE TABLE t (d DATE, c TIME(0), ts TIMESTAMP(3));
CREATE TABLE o (d DATE, c TIME(0), ts TIMESTAMP(3));
INSERT INTO o SELECT d, c, ts FROM t;
--- t
{"d": "2024-02-29", "c": "12:34:56", "ts": "2024-02-29 12:34:56.789"}
{"d": "1969-12-31", "c": "00:00:00", "ts": "1969-12-31 23:59:59"}
{"d": "2024-02-30"}
{"ts": "2024-02-29T12:34:56"}
--- rows o
2024-02-29, 12:34:56, 2024-02-29 12:34:56.789
1969-12-31, 00:00:00, 1969-12-31 23:59:59.000
--- rejected
t: column 'd': '2024-02-30' is no DATE
t: column 'ts': '2024-02-29T12:34:56' is no TIMESTAMP(3) (yyyy-MM-dd HH:mm:ss[.fraction])
