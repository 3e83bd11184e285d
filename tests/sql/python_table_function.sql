-- A generator of the folder as a table function: with a comma, CROSS JOIN, LEFT JOIN, and alone.
CREATE FUNCTION words AS 'functions.words' LANGUAGE PYTHON;
CREATE FUNCTION letters AS 'functions.letters' LANGUAGE PYTHON;
CREATE TABLE t (id INT, a STRING);
CREATE TABLE comma (id INT, word STRING, length BIGINT);
CREATE TABLE crossed (id INT, w STRING, n BIGINT);
CREATE TABLE kept (id INT, w STRING, n BIGINT);
CREATE TABLE longer (id INT, w STRING);
CREATE TABLE single (id INT, f0 STRING);
CREATE TABLE alone (word STRING, length BIGINT);
INSERT INTO comma SELECT id, word, length FROM t, LATERAL TABLE(words(a)) AS r;
INSERT INTO crossed SELECT id, w, n FROM t CROSS JOIN LATERAL TABLE(words(UPPER(a))) AS r (w, n) WHERE n > 1;
INSERT INTO kept SELECT id, w, n FROM t LEFT JOIN LATERAL TABLE(words(a)) AS r (w, n) ON TRUE;
INSERT INTO longer SELECT id, w FROM t LEFT JOIN LATERAL TABLE(words(a)) AS r (w, n) ON n > id;
INSERT INTO single SELECT id, f0 FROM t, LATERAL TABLE(letters(a)) AS r WHERE id < 3;
INSERT INTO alone SELECT * FROM TABLE(words('one two'));
--- t
{"id": 1, "a": "to be or"}
{"id": 2}
{"id": 3, "a": " "}
{"id": 4, "a": "x four five"}
--- rows comma
1, 'to', 2
1, 'be', 2
1, 'or', 2
4, 'x', 1
4, 'four', 4
4, 'five', 4
--- rows crossed
1, 'TO', 2
1, 'BE', 2
1, 'OR', 2
4, 'FOUR', 4
4, 'FIVE', 4
--- rows kept
1, 'to', 2
1, 'be', 2
1, 'or', 2
2, NULL, NULL
3, NULL, NULL
4, 'x', 1
4, 'four', 4
4, 'five', 4
--- rows longer
1, 'to'
1, 'be'
1, 'or'
2, NULL
3, NULL
4, NULL
--- rows single
1, 't'
1, 'o'
1, ' '
1, 'b'
1, 'e'
1, ' '
1, 'o'
1, 'r'
2, '?'
--- rows alone
'one', 3
'two', 3
