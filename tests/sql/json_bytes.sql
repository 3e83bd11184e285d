-- Bytes are in Base64.
CREATE TABLE t (b BYTES);
CREATE TABLE o (h STRING);
INSERT INTO o SELECT HEX(DECODE(b, 'UTF-8')) FROM t;
--- t
{"b": "YWI="}
{"b": ""}
{"b": null}
--- rows o
'6162'
''
NULL
