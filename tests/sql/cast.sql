-- CAST follows Java: numbers truncate and wrap, booleans and times have one text.
CREATE TABLE t (i INT, x DOUBLE, b BOOLEAN, s STRING, ts TIMESTAMP(3));
CREATE TABLE o (a TINYINT, b INT, c STRING, d STRING, e INT, f STRING, g DECIMAL(5, 1), h DATE, k STRING);
INSERT INTO o SELECT CAST(i AS TINYINT), CAST(x AS INT), CAST(x AS STRING), CAST(b AS STRING), CAST(b AS INT),
    CAST(s AS VARCHAR(3)), CAST(x AS DECIMAL(5, 1)), CAST(ts AS DATE), CAST(ts AS STRING) FROM t;
--- t
{"i": 300, "x": -2.75, "b": true, "s": "abcdef", "ts": "1969-12-31 23:59:59.5"}
{"i": -129, "x": 12345.65, "b": false, "s": "ä日😀x", "ts": "2024-02-29 00:00:00"}
{}
--- rows o
44, -2, '-2.75', 'TRUE', 1, 'abc', -2.8, 1969-12-31, '1969-12-31 23:59:59.500'
127, 12345, '12345.65', 'FALSE', 0, 'ä日😀', NULL, 2024-02-29, '2024-02-29 00:00:00.000'
NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
