-- Capitals, small letters, and a capital per word.
CREATE TABLE t (s STRING);
CREATE TABLE o (u STRING, l STRING, i STRING);
INSERT INTO o SELECT UPPER(s), LOWER(s), INITCAP(s) FROM t;
--- t
{"s": "wind FARM north"}
{"s": "éÀ"}
{"s": "a1b-c"}
{"s": ""}
--- rows o
'WIND FARM NORTH', 'wind farm north', 'Wind Farm North'
'ÉÀ', 'éà', 'éÀ'
'A1B-C', 'a1b-c', 'A1b-C'
'', '', ''
