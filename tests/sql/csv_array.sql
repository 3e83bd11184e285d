-- An array in CSV is split by its own delimiter.
CREATE TABLE t (a ARRAY<INT>) WITH ('format' = 'csv', 'csv.array-element-delimiter' = '|');
CREATE TABLE o (a ARRAY<INT>);
INSERT INTO o SELECT a FROM t;
--- t
1|2|3
7
--- rows o
[1, 2, 3]
[7]
