-- Numbers, booleans and times become texts as they are written.
CREATE TABLE t (i INT, d DOUBLE, e DECIMAL(6, 2), b BOOLEAN, day_ DATE, ts TIMESTAMP(3));
CREATE TABLE o (i STRING, d STRING, e STRING, b STRING, day_ STRING, ts STRING);
INSERT INTO o SELECT CAST(i AS STRING), CAST(d AS STRING), CAST(e AS STRING), CAST(b AS STRING), CAST(day_ AS STRING), CAST(ts AS STRING) FROM t;
--- t
{"i": -7, "d": 1.5, "e": 1.5, "b": true, "day_": "2024-02-29", "ts": "2024-02-29 12:00:00"}
{"i": 0, "d": 1e21, "e": 0, "b": false, "day_": "0001-01-01", "ts": "1970-01-01 00:00:00.001"}
{"d": 0.0001}
{"d": 100}
--- rows o
'-7', '1.5', '1.50', 'TRUE', '2024-02-29', '2024-02-29 12:00:00.000'
'0', '1.0E21', '0.00', 'FALSE', '0001-01-01', '1970-01-01 00:00:00.001'
NULL, '1.0E-4', NULL, NULL, NULL, NULL
NULL, '100.0', NULL, NULL, NULL, NULL
