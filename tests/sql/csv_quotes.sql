-- Quotes hold the delimiter, and a doubled quote is one.
CREATE TABLE t (a STRING, b STRING) WITH ('format' = 'csv');
CREATE TABLE o (a STRING, b STRING);
INSERT INTO o SELECT a, b FROM t;
--- t
"a,b","say ""hi"""
" x ", y
"",''
--- rows o
'a,b', 'say "hi"'
' x ', ' y'
'', ''''''
