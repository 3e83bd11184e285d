-- Addresses as numbers and back; what is no address is NULL.
CREATE TABLE t (a STRING, n BIGINT);
CREATE TABLE o (n BIGINT, a STRING);
INSERT INTO o SELECT INET_ATON(a), INET_NTOA(n) FROM t;
--- t
{"a": "192.168.1.10", "n": 3232235786}
{"a": "127.1", "n": 0}
{"a": "010.0.0.1", "n": 4294967295}
{"a": "1.2.3.4.5", "n": 4294967296}
{"a": " 1.2.3.4", "n": -1}
{"a": "1.2.256"}
{}
--- rows o
3232235786, '192.168.1.10'
2130706433, '0.0.0.0'
167772161, '255.255.255.255'
NULL, NULL
NULL, NULL
NULL, NULL
NULL, NULL
