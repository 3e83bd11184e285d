-- Bytes and texts become one another.
CREATE TABLE t (s STRING);
CREATE TABLE o (hex_ STRING, back STRING);
INSERT INTO o SELECT HEX(s), CAST(CAST(s AS BYTES) AS STRING) FROM t;
--- t
{"s": "ab"}
{"s": "ä"}
{}
--- rows o
'6162', 'ab'
'C3A4', 'ä'
NULL, NULL
