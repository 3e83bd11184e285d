-- Dates, times and timestamps become one another.
CREATE TABLE t (ts TIMESTAMP(3), d DATE);
CREATE TABLE o (day_ DATE, clock TIME(0), midnight TIMESTAMP(3), short TIMESTAMP(0));
INSERT INTO o SELECT CAST(ts AS DATE), CAST(ts AS TIME(0)), CAST(d AS TIMESTAMP(3)), CAST(ts AS TIMESTAMP(0)) FROM t;
--- t
{"ts": "2024-02-29 12:34:56.789", "d": "2024-02-29"}
{}
--- rows o
2024-02-29, 12:34:56, 2024-02-29 00:00:00.000, 2024-02-29 12:34:56.000
NULL, NULL, NULL, NULL
