-- Names mind capitals; backticks allow any name.
CREATE TABLE t (Id INT, id INT, `two words` INT, `select` INT);
CREATE TABLE o (a INT, b INT, c INT, d INT);
INSERT INTO o SELECT Id, id, `two words`, t.`select` FROM t;
--- t
{"Id": 1, "id": 2, "two words": 3, "select": 4}
--- rows o
1, 2, 3, 4
