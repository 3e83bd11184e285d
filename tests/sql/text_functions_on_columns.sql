-- Lengths, pieces, places and repetitions of texts.
CREATE TABLE t (s STRING);
CREATE TABLE o (n INT, a STRING, b STRING, c STRING, p INT, r STRING, v STRING);
INSERT INTO o SELECT CHAR_LENGTH(s), LEFT(s, 2), RIGHT(s, 2), SUBSTR(s, 2, 3), INSTR(s, 'b'), REPEAT(s, 2), REVERSE(s) FROM t;
--- t
{"s": "abcab"}
{"s": "b"}
{"s": ""}
{}
--- rows o
5, 'ab', 'ab', 'bca', 2, 'abcababcab', 'bacba'
1, 'b', 'b', '', 1, 'bb', 'b'
0, '', '', '', 0, '', ''
NULL, NULL, NULL, NULL, NULL, NULL, NULL
