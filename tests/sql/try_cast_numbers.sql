-- What is no number, or too large for its type, is NULL under TRY_CAST.
CREATE TABLE t (s STRING);
CREATE TABLE o (s STRING, i INT, small TINYINT, d DOUBLE, e DECIMAL(4, 1));
INSERT INTO o SELECT s, TRY_CAST(s AS INT), TRY_CAST(s AS TINYINT), TRY_CAST(s AS DOUBLE), TRY_CAST(s AS DECIMAL(4, 1)) FROM t;
--- t
{"s": "128"}
{"s": "2147483648"}
{"s": "1e3"}
{"s": "12.34"}
{"s": "1,000"}
{"s": "0x10"}
{"s": "NaN"}
{"s": ""}
{}
--- rows o
'128', 128, NULL, 128.0, 128.0
'2147483648', NULL, NULL, 2147483648.0, NULL
'1e3', NULL, NULL, 1000.0, NULL
'12.34', 12, 12, 12.34, 12.3
'1,000', NULL, NULL, NULL, NULL
'0x10', NULL, NULL, NULL, NULL
'NaN', NULL, NULL, nan, NULL
'', NULL, NULL, NULL, NULL
NULL, NULL, NULL, NULL, NULL
