-- With allow-comments a line that begins with # is none of the records.
CREATE TABLE t (a STRING) WITH ('format' = 'csv', 'csv.allow-comments' = 'true', 'csv.ignore-parse-errors' = 'true');
CREATE TABLE o (a STRING);
INSERT INTO o SELECT a FROM t;
--- t
x
# a comment
y
--- rows o
'x'
'y'
