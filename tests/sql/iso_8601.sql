-- json.timestamp-format.standard chooses how records write times.
CREATE TABLE t (ts TIMESTAMP(3), z TIMESTAMP_LTZ(3)) WITH ('json.timestamp-format.standard' = 'ISO-8601');
CREATE TABLE o (ts TIMESTAMP(3), z TIMESTAMP_LTZ(3));
INSERT INTO o SELECT * FROM t;
--- t
{"ts": "2024-01-01T00:00:00.123", "z": "2024-01-01T00:00:00Z"}
{"ts": "2024-01-01T00:00:00", "z": null}
{"ts": "2024-01-01 00:00:00"}
--- rows o
2024-01-01 00:00:00.123, 2024-01-01 00:00:00.000
2024-01-01 00:00:00.000, NULL
--- rejected
t: column 'ts': '2024-01-01 00:00:00' is no TIMESTAMP(3) (yyyy-MM-ddTHH:mm:ss[.fraction])
