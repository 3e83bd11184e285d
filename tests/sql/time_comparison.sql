-- Times compare with times, and with texts that read as such.
CREATE TABLE t (d DATE, ts TIMESTAMP(3));
CREATE TABLE o (a BOOLEAN, b BOOLEAN, c BOOLEAN);
INSERT INTO o SELECT d < DATE '2024-03-01', ts >= TIMESTAMP '2024-02-29 12:00:00', ts = CAST(d AS TIMESTAMP(3)) FROM t;
--- t
{"d": "2024-02-29", "ts": "2024-02-29 00:00:00"}
{"d": "2024-03-01", "ts": "2024-02-29 12:00:00"}
{}
--- rows o
TRUE, FALSE, TRUE
FALSE, TRUE, FALSE
NULL, NULL, NULL
