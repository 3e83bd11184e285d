-- LIKE knows % and _, ESCAPE makes them ordinary; case counts.
CREATE TABLE t (s STRING);
CREATE TABLE o (s STRING, a BOOLEAN, b BOOLEAN, c BOOLEAN, d BOOLEAN, e BOOLEAN);
INSERT INTO o SELECT s, s LIKE 'a%', s LIKE '_b', s NOT LIKE '%b%', s LIKE '%!%%' ESCAPE '!', s LIKE 'a.b' FROM t;
--- t
{"s": "ab"}
{"s": "Ab"}
{"s": "a b"}
{"s": "50%"}
{"s": "a.b"}
{"s": "😀b"}
{"s": ""}
{"s": null}
--- rows o
'ab', TRUE, TRUE, FALSE, FALSE, FALSE
'Ab', FALSE, TRUE, FALSE, FALSE, FALSE
'a b', TRUE, FALSE, FALSE, FALSE, FALSE
'50%', FALSE, FALSE, TRUE, TRUE, FALSE
'a.b', TRUE, FALSE, FALSE, FALSE, TRUE
'😀b', FALSE, TRUE, FALSE, FALSE, FALSE
'', FALSE, FALSE, TRUE, FALSE, FALSE
NULL, NULL, NULL, NULL, NULL, NULL
