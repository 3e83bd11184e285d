-- Spaces around and inside of a record do not matter.
CREATE TABLE t (a INT, b STRING);
CREATE TABLE o (a INT, b STRING);
INSERT INTO o SELECT a, b FROM t;
--- t
  { "a" : 1 , "b" : " x " }  
{"a":2,"b":"y"}
--- rows o
1, ' x '
2, 'y'
