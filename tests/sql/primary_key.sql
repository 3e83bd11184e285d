-- PRIMARY KEY … NOT ENFORCED is taken as said: rows are not compared.
CREATE TABLE t (id BIGINT, s STRING, PRIMARY KEY (id) NOT ENFORCED);
CREATE TABLE o (id BIGINT NOT NULL, s STRING, PRIMARY KEY (id) NOT ENFORCED);
INSERT INTO o SELECT id, s FROM t;
--- t
{"id": 1, "s": "a"}
{"id": 1, "s": "b"}
--- rows o
1, 'a'
1, 'b'
