-- A table with a PRIMARY KEY is looked up as it is: its last row per key, and no row is joined twice.
CREATE TABLE t (id INT, k STRING, p AS PROCTIME());
CREATE TABLE dim (k STRING, name STRING, PRIMARY KEY (k) NOT ENFORCED);
CREATE TABLE o (id INT, name STRING);
INSERT INTO o SELECT id, name FROM t LEFT JOIN dim FOR SYSTEM_TIME AS OF t.p AS d ON t.k = d.k;
--- t
{"id": 1, "k": "x"}
--- dim
{"k": "x", "name": "old"}
--- t
{"id": 2, "k": "x"}
--- dim
{"k": "x", "name": "new"}
{"k": "y", "name": "why"}
--- restart
--- t
{"id": 3, "k": "x"}
--- rows o
1, NULL
2, 'old'
3, 'new'
