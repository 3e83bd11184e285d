-- ESCAPE names the character that takes the meaning of the next one.
CREATE TABLE t (s STRING);
CREATE TABLE o (s STRING, percent_ BOOLEAN, underscore BOOLEAN, neither BOOLEAN);
INSERT INTO o SELECT s, s LIKE '%!%' ESCAPE '!', s LIKE 'a\_b' ESCAPE '\', s NOT LIKE 'a%' FROM t;
--- t
{"s": "50%"}
{"s": "a_b"}
{"s": "axb"}
{}
--- rows o
'50%', TRUE, FALSE, TRUE
'a_b', FALSE, TRUE, FALSE
'axb', FALSE, FALSE, FALSE
NULL, NULL, NULL, NULL
