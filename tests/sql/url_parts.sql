-- PARSE_URL takes an address apart.
CREATE TABLE t (s STRING);
CREATE TABLE o (host_ STRING, path_ STRING, query_ STRING, q STRING, proto STRING);
INSERT INTO o SELECT PARSE_URL(s, 'HOST'), PARSE_URL(s, 'PATH'), PARSE_URL(s, 'QUERY'), PARSE_URL(s, 'QUERY', 'q'), PARSE_URL(s, 'PROTOCOL') FROM t;
--- t
{"s": "https://example.com:8080/a/b?q=1&r=2#end"}
{"s": "http://example.com"}
{"s": "no address"}
{}
--- rows o
'example.com', '/a/b', 'q=1&r=2', '1', 'https'
'example.com', '', NULL, NULL, 'http'
NULL, NULL, NULL, NULL, NULL
NULL, NULL, NULL, NULL, NULL
