-- A quote in a text is doubled; texts may span lines and hold any character.
CREATE TABLE t (a INT);
CREATE TABLE o (a STRING, b STRING, c STRING, d INT);
INSERT INTO o SELECT 'it''s', '', 'ä日😀\n', CHAR_LENGTH('two
lines') FROM t;
--- t
{"a": 1}
--- rows o
'it''s', '', 'ä日😀\n', 9
