-- DATE_FORMAT writes a time by a pattern of Java.
CREATE TABLE t (ts TIMESTAMP(3));
CREATE TABLE o (a STRING, b STRING, c STRING);
INSERT INTO o SELECT DATE_FORMAT(ts, 'yyyy-MM-dd HH:mm'), DATE_FORMAT(ts, 'yyyyMMddHHmmss.SSS'), DATE_FORMAT(ts, 'EEE d MMM yy, h a') FROM t;
--- t
{"ts": "2024-02-09 15:04:05.678"}
{"ts": "1999-12-31 00:00:00"}
{}
--- rows o
'2024-02-09 15:04', '20240209150405.678', 'Fri 9 Feb 24, 3 PM'
'1999-12-31 00:00', '19991231000000.000', 'Fri 31 Dec 99, 12 AM'
NULL, NULL, NULL
