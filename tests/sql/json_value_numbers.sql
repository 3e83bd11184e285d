-- JSON_VALUE keeps the digits of a number; a great exponent is written as Java's BigDecimal does.
CREATE TABLE t (s STRING);
CREATE TABLE o (a STRING);
INSERT INTO o SELECT JSON_VALUE(s, '$.a') FROM t;
--- t
{"s": "{\"a\": 1e10}"}
{"s": "{\"a\": 10000000000.0}"}
{"s": "{\"a\": 1.10}"}
{"s": "{\"a\": -0.0}"}
{"s": "{\"a\": 0.00000000015}"}
{"s": "{\"a\": 12345678901234567890.123456789012345678901}"}
{"s": "{\"a\": 123.456e5}"}
--- rows o
'1E+10'
'10000000000.0'
'1.10'
'0.0'
'1.5E-10'
'12345678901234567890.123456789012345678901'
'1.23456E+7'
