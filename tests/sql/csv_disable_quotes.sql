-- Without a quote character a quote is a character like any other.
CREATE TABLE t (a STRING, b STRING) WITH ('format' = 'csv', 'csv.disable-quote-character' = 'true');
CREATE TABLE o (a STRING, b STRING);
INSERT INTO o SELECT a, b FROM t;
--- t
"x",y"z
--- rows o
'"x"', 'y"z'
