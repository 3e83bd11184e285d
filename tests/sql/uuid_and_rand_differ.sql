-- UUID gives another text for each row, RAND a number between 0 and 1.
CREATE TABLE t (n INT);
CREATE TABLE o (size INT, inside BOOLEAN);
INSERT INTO o SELECT CHAR_LENGTH(UUID()), RAND() >= 0 AND RAND() < 1 FROM t;
--- t
{"n": 1}
{"n": 2}
--- rows o
36, TRUE
36, TRUE
