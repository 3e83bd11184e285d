-- Where a row is taken back, the rows that a table function made of it are too.
CREATE FUNCTION letters AS 'functions.letters' LANGUAGE PYTHON;
CREATE TABLE t (k INT, a STRING);
CREATE TABLE o (k INT, letter STRING);
CREATE TABLE counts (letter STRING, n BIGINT);
CREATE VIEW latest AS SELECT k, MAX(a) AS a FROM t GROUP BY k;
INSERT INTO o SELECT k, letter FROM latest, LATERAL TABLE(letters(a)) AS r (letter);
INSERT INTO counts SELECT letter, COUNT(*) FROM latest, LATERAL TABLE(letters(a)) AS r (letter) GROUP BY letter;
--- t
{"k": 1, "a": "ab"}
--- changes o
+I 1, 'a'
+I 1, 'b'
--- t
{"k": 1, "a": "b"}
{"k": 2}
--- changes o
-D 1, 'a'
-D 1, 'b'
+I 1, 'b'
+I 2, '?'
--- changes counts
+I 'a', 1
+I 'b', 1
-D 'a', 1
+I '?', 1
