-- Texts are counted in characters, from 1.
CREATE TABLE t (s STRING);
CREATE TABLE o (a INT, b STRING, c STRING, d STRING, e STRING, f INT, g STRING, h STRING, k STRING);
INSERT INTO o SELECT CHAR_LENGTH(s), UPPER(s), SUBSTRING(s FROM 2 FOR 2), TRIM(BOTH 'a' FROM s), s || '!', POSITION('b' IN s),
    LPAD(s, 5, '-'), SPLIT_INDEX(s, 'b', 1), REGEXP_REPLACE(s, '[ab]', '*') FROM t;
--- t
{"s": "abca"}
{"s": "ä日😀b"}
{"s": ""}
{"s": null}
--- rows o
4, 'ABCA', 'bc', 'bc', 'abca!', 2, '-abca', 'ca', '**c*'
4, 'Ä日😀B', '日😀', 'ä日😀b', 'ä日😀b!', 4, '-ä日😀b', '', 'ä日😀*'
0, '', '', '', '!', 0, '-----', NULL, ''
NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
