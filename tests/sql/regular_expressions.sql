-- REGEXP finds, REGEXP_EXTRACT gives a group, REGEXP_REPLACE replaces all.
CREATE TABLE t (s STRING);
CREATE TABLE o (found BOOLEAN, digits STRING, masked STRING);
INSERT INTO o SELECT REGEXP(s, '^[a-z]+-[0-9]+$'), REGEXP_EXTRACT(s, '-([0-9]+)', 1), REGEXP_REPLACE(s, '[0-9]', '#') FROM t;
--- t
{"s": "turbine-07"}
{"s": "07"}
{"s": ""}
{}
--- rows o
TRUE, '07', 'turbine-##'
FALSE, NULL, '##'
FALSE, NULL, ''
NULL, NULL, NULL
