-- URL_ENCODE and URL_DECODE undo each other.
CREATE TABLE t (s STRING);
CREATE TABLE o (coded STRING, back STRING);
INSERT INTO o SELECT URL_ENCODE(s), URL_DECODE(URL_ENCODE(s)) FROM t;
--- t
{"s": "a b&c=ä/"}
{"s": ""}
{}
--- rows o
'a+b%26c%3D%C3%A4%2F', 'a b&c=ä/'
'', ''
NULL, NULL
